"""Where a list says that someone went: to which agency, out of custody for good, or nowhere yet."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reencuentro.linkage.spelling import fold
from reencuentro.rules.rosters import Listing, PersonFacts, RosterFacts, RosterKind

ALIASES_AS_OF = date(2018, 7, 1)
"""The day for which `_ALIASES` holds; offices are renamed, so a later period needs its own table."""

# Words by which rosters of 2018 name an agency that may carry any code here; each set must be present whole.
# Source: component names in DHS OIG-20-06 and HHS OEI-BL-18-00511; DIF and INM in the reform DOF 11 Nov 2020.
_ALIASES: Mapping[str, tuple[frozenset[str], ...]] = {
    family: tuple(frozenset(phrase.split()) for phrase in phrases)
    for family, phrases in {
        "ORR": ("orr", "hhs", "uac", "refugee resettlement"),
        "ICE": ("ice", "ero", "immigration customs enforcement", "enforcement removal operations"),
        "CBP": ("cbp", "usbp", "bp", "ofo", "border patrol", "patrulla fronteriza"),
        "USMS": ("usms", "marshals", "marshal"),
        "DIF": ("dif", "sndif", "desarrollo integral familia"),
        "INM": ("inm", "instituto nacional migracion"),
    }.items()
}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words of an agency's code or name that tell it apart from no other.
_COMMON_WORDS = _set("""
    adult adults agency agencia albergue and base care center centers centre centro child children city consulado
    consulate custody de del department detention el en facility family familia for general house in int la list
    lista los mex mexico minor minors mx national nacional of office oficina para program programa registry
    roster shelter the unit unidad united us usa y
""")
_NOT_YET = _set("""
    active activa activo assessment awaiting eligible espera evaluation hold identified ineligible no not pend pending
    pendiente planned proceso process programada programado requested scheduled search solicitada solicitado tramite
    unknown
""")
_ORIGIN = _set("by from origin por procedente recibido recibida referido referida")
_FOR_GOOD = (
    "repatri", "reunif", "reunit", "sponsor", "patrocin", "deported", "deportad", "removed", "retornad", "deceased",
    "fallec", "reintegra", "hospital",
)  # fmt: skip
_FOR_GOOD_PHRASES = tuple(map(_set, ("aged out", "age out", "turned 18", "mayoria edad", "cumplio 18")))
# These end custody only where no agency is named beside them: "Released to ICE", "Family unit - ERO" send someone on.
_HOME = (
    "parent", "mother", "father", "madre", "padre", "mama", "papa", "family", "familia", "relative", "guardian",
    "tutor", "aunt", "uncle", "tia", "tio", "abuel", "grand", "brother", "sister", "herman", "releas", "liberad",
    "return", "regres", "voluntary", "home", "hogar", "foster", "adult",
)  # fmt: skip


class Course(StrEnum):
    """What the words of a destination or status say: still there, sent on to an agency, or out of custody."""

    STAYS = "stays"
    SENT = "sent"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a listing sends its person.

    agencies: codes in the registry that may be meant; empty if none of them supplies a roster.
    """

    course: Course
    agencies: frozenset[str] = frozenset()


_STAYS = Onward(Course.STAYS)
_LEFT = Onward(Course.LEFT)
_SENT_SOMEWHERE = Onward(Course.SENT)


class Destinations:
    """What the destinations on these rosters mean, from their words and from where the people turned up."""

    def __init__(self, people: Iterable[PersonFacts], rosters: Sequence[RosterFacts]) -> None:
        self.kinds = {roster.key: roster.kind for roster in rosters}
        self._agency_words = _words_by_agency(rosters)
        self._families = {agency: _families_of(known) for agency, known in self._agency_words.items()}
        self._read: dict[tuple[str, str], Onward | None] = {}
        self._learned = self._learn(people)

    def kind(self, listing: Listing) -> RosterKind:
        """The kind of the roster that a listing is on."""
        return self.kinds.get(listing.roster, RosterKind.REGISTRY)

    def onward(self, listing: Listing) -> Onward:
        """Where this listing sends its person; the destination speaks before the status.

        Words that name no agency send someone on only from a border list, or where people so marked turned up.
        """
        readings = (self._understood(listing, text) for text in (listing.mention.destination, listing.mention.status))
        clear = next((reading for reading in readings if reading is not None), None)
        if clear is not None and (clear.course is not Course.SENT or clear.agencies):
            return clear
        learned = self._learned.get(_marked(listing))
        is_border = self.kind(listing) is RosterKind.BORDER
        if learned and (is_border or listing.mention.discharged_on):
            return Onward(Course.SENT, frozenset((learned,)))
        return clear or (_SENT_SOMEWHERE if is_border and listing.mention.destination else _STAYS)

    def _understood(self, listing: Listing, text: str) -> Onward | None:
        """What the words themselves say; None where they say nothing clear."""
        mention = listing.mention
        spoken = _words(text)
        if not spoken or (spoken & _ORIGIN and (mention.admitted_on or mention.facility)):
            return None
        key = (mention.agency, text)
        if key not in self._read:
            self._read[key] = self._read_words(mention.agency, spoken)
        return self._read[key]

    def _read_words(self, agency: str, spoken: frozenset[str]) -> Onward | None:
        if spoken & _NOT_YET:
            return _STAYS
        if _starts(spoken, _FOR_GOOD) or any(phrase <= spoken for phrase in _FOR_GOOD_PHRASES):
            return _LEFT
        named = self._agencies_named(spoken)
        families = _families_of(spoken)
        if agency in named or families & self._families.get(agency, frozenset()):
            return _STAYS
        if named or families:
            return Onward(Course.SENT, named)
        return _LEFT if _starts(spoken, _HOME) else None

    def _agencies_named(self, spoken: frozenset[str]) -> frozenset[str]:
        """The agencies whose own words are spoken most; failing that, those of a family spoken of."""
        shared = {agency: len(known & spoken) for agency, known in self._agency_words.items()}
        most = max(shared.values(), default=0)
        if most:
            return frozenset(agency for agency, count in shared.items() if count == most)
        families = _families_of(spoken)
        return frozenset(agency for agency, of in self._families.items() if of & families)

    def _learn(self, people: Iterable[PersonFacts]) -> dict[tuple[str, str], str]:
        """Which agency unclear words mean: the one where most of those so marked, and three at least, turn up."""
        turned_up: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        anywhere: Counter[tuple[str, str]] = Counter()
        for person in people:
            holders = {each.mention.agency for each in person.listings if self.kind(each) is RosterKind.CUSTODY}
            for key in sorted({key for each in person.listings if (key := self._unclear(each))}):
                elsewhere = holders - {key[0]}
                turned_up[key].update(sorted(elsewhere))
                anywhere[key] += bool(elsewhere)
        learned = {}
        for key, counts in turned_up.items():
            agency, count = min(counts.items(), key=lambda each: (-each[1], each[0]), default=("", 0))
            if count >= 3 and count * 2 >= anywhere[key]:
                learned[key] = agency
        return learned

    def _unclear(self, listing: Listing) -> tuple[str, str] | None:
        mention = listing.mention
        unheld = self.kind(listing) is RosterKind.BORDER or mention.discharged_on
        onward = self._understood(listing, mention.destination)
        # An agency known by alias only, whose roster may be here under a code that no table holds, is unclear too.
        is_unclear = onward is None or (onward.course is Course.SENT and not onward.agencies)
        if not (mention.destination and unheld and is_unclear):
            return None
        return _marked(listing)


def _marked(listing: Listing) -> tuple[str, str]:
    return (listing.mention.agency, fold(listing.mention.destination))


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


def _starts(spoken: frozenset[str], stems: tuple[str, ...]) -> bool:
    return any(word.startswith(stems) for word in spoken)


def _families_of(spoken: frozenset[str]) -> frozenset[str]:
    return frozenset(family for family, phrases in _ALIASES.items() if any(phrase <= spoken for phrase in phrases))


def _words_by_agency(rosters: Sequence[RosterFacts]) -> dict[str, frozenset[str]]:
    known: dict[str, frozenset[str]] = {}
    for roster in rosters:
        spoken = _words(f"{roster.agency} {roster.name}")
        telling = frozenset(word for word in spoken if len(word) > 1 and not word.isdigit()) - _COMMON_WORDS
        known[roster.agency] = known.get(roster.agency, frozenset()) | telling
    return dict(sorted(known.items()))

"""The pack of evidence as a document: what is brought before a body, nobody named who didn't agree to it."""

from collections.abc import Mapping

from reencuentro.records.agencies import Agency
from reencuentro.records.visible.duties import DutySeen
from reencuentro.records.visible.packs import pack_of, who_is_told
from reencuentro.records.visible.viewers import Viewer
from reencuentro.reports.documents.papers import Facts, Grid, Part, Words
from reencuentro.rules.rights.bodies import RightsBody, bodies
from reencuentro.rules.rights.packs import Annex, Event, Pack, Violated
from reencuentro.web.dates import day
from reencuentro.web.papers.framing import Told, labelled, levels_of, part, said, seen_by_right, words
from reencuentro.web.words import say, say_if


def evidence_pack(viewer: Viewer, seen: DutySeen) -> Told:
    """The pack of one submission; of one about nobody, or about whom the viewer may not know, NotAllowedError."""
    pack = pack_of(viewer, seen)
    assert seen.child is not None  # noqa: S101 - else there is no pack
    seen_by_right(seen.child)
    terms = bodies()[RightsBody(pack.body)]
    return Told(
        title=str(say("pack_title")),
        about=" · ".join((pack.number, pack.person)),
        parts=(
            part("pack_before", _before(pack, terms.source)),
            part("duty_box_rights_summary", Words(pack.summary)),
            part("duty_box_rights_requested", Words(pack.requested)),
            *(part(f"duty_box_{box}", Words(text)) for box, text in pack.grounds),
            *(_violation(one) for one in pack.violations),
            part("pack_chronology", Grid(words("paper_when", "paper_what_done", "pack_more"), _events(pack))),
            part("pack_annexes", Grid(words("pack_annex", "pack_described", "pack_hash"), _annexes(pack))),
            part("pack_told", Grid(words("paper_when", "paper_who"), _told(seen))),
            part("pack_anonymous", said("pack_anonymous_help")),
        ),
        people=(seen.child.person_id,),
        levels=levels_of(seen.child),
    )


def _before(pack: Pack, source: str) -> Facts:
    return labelled(
        (
            ("duty_box_rights_body", str(say(f"duty_rights_body_{pack.body}"))),
            ("paper_source", source),
            ("pack_hash_of_all", pack.hash),
        )
    )


def _violation(one: Violated) -> Part:
    lines = labelled(
        (
            ("duty_box_rights_on", _when(one.on)),
            ("duty_box_rights_until", _when(one.until)),
            ("duty_box_rights_place", one.place),
            ("duty_box_rights_authority", one.authority),
            ("duty_box_rights_source", str(say(f"duty_rights_source_{one.source}"))),
        )
    )
    return part(f"duty_rights_type_{one.type}", lines, Words(one.facts))


def _when(partial: str) -> str:
    return day(partial) if partial else ""


def _events(pack: Pack) -> tuple[tuple[str, ...], ...]:
    names = dict(Agency.objects.exclude(name="").values_list("code", "name"))
    return tuple((_when(one.day), str(say(f"pack_event_{one.what}")), _more(one, names)) for one in pack.chronology)


def _more(one: Event, agencies: Mapping[str, str]) -> str:
    """What else is said of it: which right, how it stands, or, by its name, the agency that tells it."""
    if one.what in _WORDS:
        return str(say_if(_WORDS[one.what], one.said))
    return agencies.get(one.said, one.said)


_WORDS = {"violation": "duty_rights_type_", "followed": "duty_rights_status_"}


def _annexes(pack: Pack) -> tuple[tuple[str, ...], ...]:
    return tuple((f"{one.number}", _described(one), one.hash or str(say("pack_no_hash"))) for one in pack.annexes)


def _described(one: Annex) -> str:
    kind, source = say(f"duty_rights_evidence_{one.kind}"), say(f"duty_rights_source_{one.source}")
    return " · ".join(filter(None, (f"{kind} ({source})", one.described, _when(one.obtained))))


def _told(seen: DutySeen) -> tuple[tuple[str, ...], ...]:
    return tuple((_when(on), whom) for on, whom in who_is_told(seen))

"""One person's way as its page has it: each stay and gap in words, and all of it as a picture."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from reencuentro.records.agencies import Agency
from reencuentro.records.visible.ways import WaySeen
from reencuentro.reports.way import Shape, Strip, Today, way
from reencuentro.rules.chains import Chain, Contradiction, Gap
from reencuentro.rules.whereabouts import Stay, StayKind
from reencuentro.web.dates import day
from reencuentro.web.words import say, say_count


def shown(seen: WaySeen) -> dict[str, Any]:
    """The chain in words, and as a picture."""
    chain, names = seen.chain, _names(seen.chain)
    links = [_link(link, seen, names) for link in chain.links]
    return {
        "is_child": seen.is_child,
        "links": links,
        "undated": [_link(one, seen, names) for one in chain.undated],
        "clashes": [_clash(one, names) for one in chain.contradictions],
        "limits": [
            say(f"custody_limit_{'certain' if one.is_certain else 'likely'}", days=one.days) for one in chain.past_limit
        ],
        "picture": _picture(chain, links) if chain.stays else "",
    }


@dataclass(frozen=True)
class _Names:
    """What agencies are called, by code."""

    known: Mapping[str, str]

    def of(self, code: str) -> str:
        """By name, where anybody has stated one."""
        return self.known.get(code) or code

    def where(self, stay: Stay) -> str:
        """With whom, and at which place."""
        return " · ".join(filter(None, (self.of(stay.agency), stay.place))) or str(say("custody_somewhere"))


def _names(chain: Chain) -> _Names:
    codes = {stay.agency for stay in (*chain.stays, *chain.undated)} | {source.agency for source in chain.sources}
    return _Names(dict(Agency.objects.filter(code__in=sorted(codes)).values_list("code", "name")))


def _link(link: Stay | Gap, seen: WaySeen, names: _Names) -> dict[str, Any]:
    if isinstance(link, Gap):
        words = say(f"custody_gap_{link.kind.value}")
        return {"gap": link.kind.value, "title": words, "when": _between(link.since, link.until), "words": words}
    where = names.where(link)
    told = {f"{names.of(one.agency)} {one.record_id}".strip() for one in link.sources if not one.number}
    return {
        "gap": "",
        "title": where,
        "kind": link.kind.value,
        "when": _days(link),
        "words": f"{where}: {say(f'custody_kind_{link.kind.value}')}",
        "onward": link.onward,
        "removed": link.removed,
        "doubted": any(link in (one.first, one.second) for one in seen.chain.contradictions),
        "sources": sorted(told),
        "noted": [source.number for source in link.sources if source.number in seen.noted],
    }


def _days(stay: Stay) -> str:
    """From when until when, as far as anybody says; what is only certain from lists is said so."""
    if not stay.days:
        return str(say("custody_no_day"))
    began = say("custody_from", day=day(stay.began)) if stay.began else say("custody_seen_from", day=day(stay.days[0]))
    if stay.ended:
        return f"{began} {say('custody_to', day=day(stay.ended))}"
    key = "custody_seen_to" if stay.days[-1] != stay.days[0] else "custody_open"
    return f"{began} {say(key, day=day(stay.days[-1]))}"


def _between(since: date, until: date) -> str:
    return f"{say('custody_from', day=day(since))} {say('custody_to', day=day(until))}"


def _clash(one: Contradiction, names: _Names) -> str:
    facts = {"first": names.where(one.first), "second": names.where(one.second)}
    return str(say(f"custody_clash_{one.kind.value}", since=day(one.since), until=day(one.until), **facts))


def _picture(chain: Chain, links: Iterable[Mapping[str, Any]]) -> SafeString:
    last = max(stay.days[-1] for stay in chain.stays)
    strips = [_strip(link, told, last) for link, told in zip(chain.links, links, strict=True)]
    about = ". ".join(f"{one['words']}, {one['when']}" for one in links)
    title = str(say("custody_way"))
    # The drawing escapes every word that it is given.
    return mark_safe(way(strips, _today(chain, last), title=title, about=about, day_text=day))  # noqa: S308


def _today(chain: Chain, last: date) -> Today | None:
    """What is known since the last word; nothing where that ended with a removal, or is of today.

    last: the last day of which anything is known.
    """
    silent = (chain.as_of - last).days
    newest = [stay for stay in chain.stays if stay.days[-1] == last]
    if silent <= 0 or any(stay.removed for stay in newest):
        return None
    key = "custody_until_today" if any(stay.is_open for stay in newest) else "custody_since_then"
    return Today(chain.as_of, str(say_count(key, silent)))


def _strip(link: Stay | Gap, told: Mapping[str, Any], last: date) -> Strip:
    """Whoever was seen elsewhere since is there no longer, though nobody says until when they were."""
    shape = Shape.GAP if isinstance(link, Gap) else Shape.TOLD if link.kind is StayKind.TOLD else Shape.HELD
    since, until = (link.since, link.until) if isinstance(link, Gap) else (link.days[0], link.days[-1])
    return Strip(
        words=str(told["title"]),
        lasts=str(say_count("custody_lasts", (until - since).days or 1)),
        shape=shape,
        since=since,
        until=until,
        goes_on=isinstance(link, Stay) and link.is_open and until == last,
        doubted=bool(told.get("doubted")),
    )

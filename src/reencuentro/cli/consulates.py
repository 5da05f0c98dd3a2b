"""The directory of consular posts at a terminal: which post serves a state, and how that is known."""

from datetime import date
from typing import Annotated, Any

import typer
from rich.markup import escape

from reencuentro.cli.options import day
from reencuentro.cli.output import console, print_json
from reencuentro.rules.consulates.posts import Post, directory


def consulates(
    country: Annotated[str, typer.Option(help="Whose posts: MX, GT, HN, SV or BR; all where none is given.")] = "",
    state: Annotated[str, typer.Option(help="The state in which somebody is, as TX; all where none is given.")] = "",
    on: Annotated[str, typer.Option(help="The day for which it is asked, YYYY-MM-DD; today where none is given.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show which consular posts serve a state, and how that is known. Public facts; no registry is opened."""
    posts = _asked(country.upper(), state.upper(), day(on) if on else date.today())  # noqa: DTZ011 - the reader's day
    if as_json:
        print_json({"posts": [_plain(one) for one in posts]})
        return
    for one in posts:
        unread = "" if one.source.read else " (known from others' accounts)"
        console.print(f"[bold]{escape(one.code)}[/bold], {one.state}: {_serves(one)}")
        console.print(f"  {escape(one.source.says)}{unread}", style="dim")


def _asked(country: str, state: str, on: date) -> list[Post]:
    known = directory()
    countries = sorted({one.country for one in known.posts})
    states = {there for one in known.posts for there in (one.state, *one.whole, *one.part)}
    if country and country not in countries:
        raise typer.BadParameter(f"no posts of {country} are known: choose one of {', '.join(countries)}")
    if state and state not in states:
        raise typer.BadParameter(f"there is no state {state}: write its two letters, for example TX")
    asked = [country] if country else countries
    if not state:
        return [one for one in known.of(asked) if one.opened <= on]
    return [post for one in asked for post in known.serving(one, state, on)]


def _serves(post: Post) -> str:
    whole, part = (", ".join(sorted(some)) for some in (post.whole, post.part))
    told = [whole, f"counties of {part}" if part else ""]
    return "; ".join(one for one in told if one) or "no source says which states it serves"


def _plain(post: Post) -> dict[str, Any]:
    return {
        "code": post.code,
        "country": post.country,
        "city": post.city,
        "state": post.state,
        "kind": post.kind.value,
        "whole": sorted(post.whole),
        "part": sorted(post.part),
        "source": post.source.says,
        "read": post.source.read,
    }

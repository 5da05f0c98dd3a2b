import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from reencuentro.linkage.results import Linkage
from reencuentro.reports.page import report_html
from reencuentro.reports.situation import Findings, QuarantinedCell, RosterInfo, situation
from reencuentro.reports.words import Language
from reencuentro.rules.rosters import RosterKind
from tests.unit.reports.cohort import AS_OF, NAME, findings


class _Page(HTMLParser):
    """Ids, links and outline of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("src", "srcset", "data", "action", "poster"):
                self.sources.append(value or "")
            if name in ("href", "xlink:href"):
                self.links.append(value or "")


def test_the_same_situation_gives_the_same_bytes() -> None:
    assert report_html(situation(findings())) == report_html(situation(findings()))


def test_the_page_holds_no_name() -> None:
    assert NAME not in report_html(situation(findings()))


def test_the_page_asks_for_nothing_from_outside() -> None:
    html = report_html(situation(findings()))
    page = _Page(html)
    assert page.sources == []
    assert all(link.startswith("#") for link in page.links)
    assert not re.search(r"@import|url\((?!#)|https?://(?!www\.w3\.org/)", html)
    assert not {"script", "link", "iframe", "img", "object"} & set(page.tags)


def test_every_link_has_its_target_and_every_id_is_the_only_one() -> None:
    page = _Page(report_html(situation(findings())))
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links} <= set(page.ids)


def test_dates_are_written_as_people_write_them() -> None:
    html = report_html(situation(findings()))
    assert "19 de junio de 2018" in html
    assert "19 June 2018" in html


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_language_asked_for_comes_first(language: Language) -> None:
    html = report_html(situation(findings()), language=language)
    assert f'<html lang="{language}">' in html
    assert f'id="show-{language}" checked' in html
    assert html.count(" checked") == 1


def test_hostile_words_stay_words() -> None:
    hostile = '<script>alert(1)</script>"&'
    told = replace(
        findings(),
        title=hostile,
        rosters=(RosterInfo(agency=hostile, file=hostile, as_of=None, kind=RosterKind.BORDER, rows=1, quarantined=1),),
        quarantine=(QuarantinedCell(agency=hostile, file=hostile, line=1, column=hostile, problem=hostile),),
    )
    html = report_html(situation(told))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_long_lists_are_cut_and_say_where_the_rest_is() -> None:
    cells = tuple(
        QuarantinedCell(agency="CBP", file="cbp.csv", line=n, column="DOB", problem="?") for n in range(2, 1302)
    )
    html = report_html(situation(replace(findings(), quarantine=cells)))
    assert "and 1,250 more in quarantine.csv" in html


def test_an_empty_registry_has_a_page_too() -> None:
    nobody = Linkage(persons=(), identities=(), ties=(), children=frozenset())
    html = report_html(situation(Findings(as_of=AS_OF, linkage=nobody, mentions={})))
    assert "No child is unaccounted for." in html
    assert "<svg" not in html


def test_withheld_numbers_are_marked_and_explained() -> None:
    html = report_html(situation(findings(lost=12), suppress_small=True))
    assert '<td class="number">×</td>' in html
    assert "counts of 1 to 10 people" in html

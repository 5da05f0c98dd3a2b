from datetime import date

import pytest

from reencuentro.linkage.mentions import Mention
from reencuentro.reports.words import LANGUAGES, Language, count_text, day_text, label_of, share_text
from reencuentro.rules.custody import Alarm, Reason
from reencuentro.rules.rosters import ChangeKind, RosterKind
from reencuentro.rules.separations import Grade, Ground, LedgerChange

_CODES = [
    *(("reason", each) for each in Reason), *(("next", each) for each in Reason), *(("alarm", each) for each in Alarm),
    *(("grade", each) for each in Grade), *(("ground", each) for each in Ground),
    *(("ledger", each) for each in LedgerChange), *(("change", each) for each in ChangeKind),
    *(("kind", each) for each in RosterKind),
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "code"), _CODES)
def test_every_code_of_the_rules_has_words(kind: str, code: str, language: Language) -> None:
    assert label_of(kind, code, language) != code


def test_numbers_dates_and_shares_are_written_as_each_language_does() -> None:
    day = date(2018, 6, 1)
    assert [day_text(day, language) for language in LANGUAGES] == ["1 de junio de 2018", "1 June 2018"]
    assert [count_text(1995, language) for language in LANGUAGES] == ["1,995", "1,995"]
    assert [share_text(0.125, language) for language in LANGUAGES] == ["12 %", "12%"]


def test_countries_go_by_their_names_and_agencies_by_their_codes() -> None:
    assert [label_of("country", "MX", language) for language in LANGUAGES] == ["México", "Mexico"]
    assert label_of("country", "", "en") == "Not stated"
    assert label_of("agency", Mention(agency="ice_ero", record_id="1").agency, "es") == "ice_ero"

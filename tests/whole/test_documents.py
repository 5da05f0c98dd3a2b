"""`reencuentro documents`: made at a terminal, and found again by their number."""

import re
import stat
from pathlib import Path

import page

from tests.web.reading import pdf_text
from tests.whole.commands import run, spawn
from tests.whole.lists import CHILD, MOTHER, roster
from tests.whole.test_subjects import listed


def test_a_document_is_for_its_makers_eyes_and_found_again_by_its_number() -> None:
    assert run("reconcile", f"good={roster('good_2018-06-19.csv', MOTHER, CHILD)}").code == 0
    person = sorted(listed().values())[0]
    # In a process of its own, which hasn't the settings of the pages.
    said = spawn("documents", "make", "tracing_request", person, "--to", "request.pdf", "--language", "en")
    made = Path("request.pdf")

    assert said.code == 0, said.err
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert page.validate_pdf(str(made)).is_compliant
    number = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", pdf_text(made.read_bytes()))
    assert number
    assert person in run("documents", "made", number[0].lower()).out
    assert run("documents", "made", "00000-00000").code == 1
    assert run("documents", "make", "id_card", "PNOBODY", "--to", "card.pdf").code == 1
    assert not Path("card.pdf").exists()

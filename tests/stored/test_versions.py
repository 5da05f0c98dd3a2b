"""Nobody overwrites unknowingly what somebody else changed: every edit counts, every conflict is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from reencuentro.errors import ConflictError
from reencuentro.records.agencies import Agency
from reencuentro.records.versions import changed_only_from
from tests.stored.cast import NOW

pytestmark = pytest.mark.usefixtures("registry")


def test_edit_of_a_record_that_is_gone_says_so() -> None:
    agency = Agency.objects.create(code="ORR")
    seen = agency.version
    Agency.objects.all().delete()
    with pytest.raises(ConflictError, match="meanwhile") as conflict:
        changed_only_from(agency, seen, by="tests", at=NOW, name="x")
    assert conflict.value.now is None


@pytest.mark.parametrize(
    ("clients", "edits"), [(10, 20), pytest.param(50, 200, marks=[pytest.mark.torture, pytest.mark.slow])]
)
def test_no_edit_is_lost_whoever_is_faster(clients: int, edits: int) -> None:
    agency = Agency.objects.create(code="ORR")

    def edit(client: int) -> int:
        """Appends to the name until it has come through so often; how many conflicts it was told."""
        conflicts = done = 0
        try:
            while done < edits:
                mine = Agency.objects.get(pk=agency.pk)
                try:
                    changed_only_from(mine, mine.version, by=f"client {client}", at=NOW, name=f"{mine.name}{client},")
                    done += 1
                except ConflictError as conflict:
                    conflicts += (conflict.now or 0) > mine.version
            return conflicts
        finally:
            connection.close()

    with ThreadPoolExecutor(clients) as pool:
        told = list(pool.map(edit, range(clients)))
    agency.refresh_from_db()
    written = agency.name.rstrip(",").split(",")
    assert {client: written.count(str(client)) for client in range(clients)} == dict.fromkeys(range(clients), edits)
    assert agency.version == 1 + clients * edits
    assert sum(told) > 0 or clients == 1

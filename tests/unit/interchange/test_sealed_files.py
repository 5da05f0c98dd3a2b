"""Files for one recipient: they open with that one's key, and with no other."""

from pathlib import Path

import pyrage  # type: ignore[import-untyped]  # ships no hints
import pytest

from reencuentro.errors import ReencuentroError
from reencuentro.interchange.sealed_files import recipient, seal_files, write_sealed

NAMES = b"person_id,name\nP-1,Ana Paz\n"


def test_recipient_reads_it_and_nobody_else(tmp_path: Path) -> None:
    ana, eva, stranger = (pyrage.x25519.Identity.generate() for _ in range(3))
    file = tmp_path / "people.csv.age"
    write_sealed(file, NAMES, [recipient(str(one.to_public())) for one in (ana, eva)])
    assert b"Ana" not in file.read_bytes()
    assert pyrage.decrypt(file.read_bytes(), [ana]) == pyrage.decrypt(file.read_bytes(), [eva]) == NAMES
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(file.read_bytes(), [stranger])
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv.age"]


def test_open_files_give_way_to_sealed_ones(tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    paths = [tmp_path / name for name in ("a.csv", "b.csv")]
    for path in paths:
        path.write_bytes(NAMES)
    twins = seal_files(paths, [recipient(f" {identity.to_public()}\n")])
    assert sorted(tmp_path.iterdir()) == twins
    assert [pyrage.decrypt(twin.read_bytes(), [identity]) for twin in twins] == [NAMES, NAMES]


@pytest.mark.parametrize("text", ["", "age1", "ssh-rsa", "AGE-SECRET-KEY-1QQQQ", "ana@example.org"])
def test_what_is_no_public_key_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(ReencuentroError, match="no public key") as refusal:
        recipient(text)
    assert not text or text not in str(refusal.value)
    assert refusal.value.remedy


def test_sealing_for_nobody_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="recipient"):
        write_sealed(tmp_path / "x", NAMES, [])
    assert list(tmp_path.iterdir()) == []

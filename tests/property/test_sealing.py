"""Laws of sealing: what is sealed comes back, and nothing else ever does."""

import json
from base64 import b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from reencuentro.records.sealing.boxes import BrokenSealError, new_key, seal, unseal
from reencuentro.records.sealing.tree import DEPTH, RecordTree

KEY = AESGCM(bytes(range(32)))
VECTORS = Path(__file__).resolve().parents[2] / "../shared/data/wycheproof/aes_gcm_test.json"

places = st.text(max_size=40)
records = st.one_of(st.integers(0, 40), st.integers(0, 2**DEPTH - 1))


@given(st.binary(max_size=2000), places)
def test_what_is_sealed_comes_back(plain: bytes, place: str) -> None:
    sealed = seal(KEY, plain, place)
    assert sealed.isascii()
    assert unseal(KEY, sealed, place) == plain


@given(st.binary(max_size=200), places)
def test_sealed_twice_it_never_looks_the_same(plain: bytes, place: str) -> None:
    assert seal(KEY, plain, place) != seal(KEY, plain, place)


@given(st.binary(max_size=200), places, places)
def test_moved_elsewhere_it_does_not_open(plain: bytes, place: str, other: str) -> None:
    if place != other:
        with pytest.raises(BrokenSealError):
            unseal(KEY, seal(KEY, plain, place), other)


@given(st.binary(max_size=200), places, st.data())
def test_with_any_character_changed_it_does_not_open(plain: bytes, place: str, data: st.DataObject) -> None:
    sealed = seal(KEY, plain, place)
    at = data.draw(st.integers(0, len(sealed) - 1))
    other = data.draw(st.characters(max_codepoint=0x17F).filter(lambda one: one != sealed[at]))
    with pytest.raises(BrokenSealError):
        unseal(KEY, sealed[:at] + other + sealed[at + 1 :], place)


@given(st.text(max_size=100))
def test_what_was_never_sealed_does_not_open(text: str) -> None:
    with pytest.raises(BrokenSealError):
        unseal(KEY, text, "")


@given(st.binary(max_size=50))
def test_another_key_opens_nothing(plain: bytes) -> None:
    with pytest.raises(BrokenSealError):
        unseal(AESGCM(new_key()), seal(KEY, plain, ""), "")


@settings(max_examples=50)
@given(st.lists(records, min_size=1, max_size=12), st.lists(records, max_size=6))
def test_destroying_some_secrets_leaves_all_others_as_they_were(asked: list[int], destroyed: list[int]) -> None:
    tree = RecordTree.new()
    before = {record: tree.secret(record) for record in asked}
    assert len(set(before.values())) == len(before)
    for record in destroyed:
        tree.destroy(record)
    for again in (tree, RecordTree.from_text(tree.as_text())):
        assert {record: again.secret(record) for record in asked} == {
            record: None if record in destroyed else secret for record, secret in before.items()
        }


@given(st.integers(0, 1000))
def test_a_secret_does_not_depend_on_what_was_asked_before(record: int) -> None:
    text = RecordTree({(0, 0): bytes(32)}).as_text()
    walked, fresh = RecordTree.from_text(text), RecordTree.from_text(text)
    for neighbour in range(record):
        walked.secret(neighbour)
    assert walked.secret(record) == fresh.secret(record)


@pytest.mark.parametrize("record", [-1, 2**DEPTH])
def test_number_that_no_record_has_is_refused(record: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        RecordTree.new().secret(record)


@pytest.mark.skipif(not VECTORS.is_file(), reason="the shared test data is not beside the repository")
def test_cipher_answers_as_the_wycheproof_vectors_say() -> None:
    groups = json.loads(VECTORS.read_text())["testGroups"]
    fitting = [(group["tagSize"], one) for group in groups for one in group["tests"] if group["keySize"] == 256]
    tried = 0
    for tag_size, one in fitting:
        key, nonce, sealed = (bytes.fromhex(one[name]) for name in ("key", "iv", "ct"))
        if tag_size != 128 or len(nonce) != 12:
            continue
        text = _as_box(nonce + sealed + bytes.fromhex(one["tag"]))
        about = bytes.fromhex(one["aad"])
        try:
            opened = unseal(AESGCM(key), text, about.decode())
        except UnicodeDecodeError:
            continue  # places are text here
        except BrokenSealError:
            assert one["result"] == "invalid", one["tcId"]
        else:
            assert (one["result"], opened.hex()) == ("valid", one["msg"]), one["tcId"]
        tried += 1
    assert tried > 40


def _as_box(content: bytes) -> str:

    return "1" + b64encode(content).decode()

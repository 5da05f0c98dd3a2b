"""Signed notes, byte for byte as other implementations write them."""

from base64 import b64decode

import pytest

from reencuentro.interchange.transparency.notes import (
    Note,
    NoteError,
    SignatureType,
    Signer,
    parse_key,
    parse_note,
    signers,
)

# From the documentation of Go's golang.org/x/mod/sumdb/note, the first implementation.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SIGNER = Signer("PeterNeumann", b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:])
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_NOTE = (
    f"{GO_TEXT}\n— PeterNeumann"
    " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# From the C2SP specification.
SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n— example.com/foo"
    " Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)


def test_signing_gives_the_bytes_that_others_give() -> None:
    assert str(GO_SIGNER.public()) == GO_KEY
    assert str(Note(GO_TEXT).signed(GO_SIGNER.sign(GO_TEXT))) == GO_NOTE


@pytest.mark.parametrize(("key", "note"), [(GO_KEY, GO_NOTE), (SPEC_KEY, SPEC_NOTE)])
def test_what_others_signed_is_verified(key: str, note: str) -> None:
    known = parse_key(key)

    assert str(known) == key
    assert signers(parse_note(note), [known]) == {known.name}


def test_a_note_comes_back_unchanged_though_its_text_has_empty_lines() -> None:
    note = "Ognuno sta solo\n\ned è subito sera.\n\n— quasimodo.example/salvatore NnugSzTjtVA=\n"

    assert parse_note(note).text == "Ognuno sta solo\n\ned è subito sera.\n"
    assert str(parse_note(note)) == note


def test_signatures_of_unknown_keys_are_passed_over_and_kept() -> None:
    other = Signer("witness.example/w1", b"w" * 32)
    note = parse_note(GO_NOTE).signed(other.cosign(GO_TEXT, 1_679_315_147))

    assert signers(parse_note(str(note)), [parse_key(GO_KEY)]) == {"PeterNeumann"}
    assert str(parse_note(str(note))) == str(note)


def test_several_who_are_known_are_all_named() -> None:
    other = Signer("witness.example/w1", b"w" * 32)
    note = parse_note(GO_NOTE).signed(other.cosign(GO_TEXT, 1_679_315_147))
    keys = [parse_key(GO_KEY), other.public(SignatureType.COSIGNATURE)]

    assert signers(note, keys) == {"PeterNeumann", "witness.example/w1"}


def test_a_cosignature_holds_for_its_own_second_only() -> None:
    other = Signer("witness.example/w1", b"w" * 32)
    line = other.cosign(GO_TEXT, 1_679_315_147)
    forged = type(line)(line.name, line.key_id, (1_679_315_148).to_bytes(8, "big") + line.value[8:])

    assert other.public(SignatureType.COSIGNATURE).holds(line, GO_TEXT)
    assert not other.public(SignatureType.COSIGNATURE).holds(forged, GO_TEXT)


def test_a_wrong_signature_of_a_known_key_spoils_the_note() -> None:
    other = Signer("witness.example/w1", b"w" * 32)
    note = parse_note(GO_NOTE).signed(other.sign("something else\n"))

    with pytest.raises(NoteError, match="wrong"):
        signers(note, [parse_key(GO_KEY), other.public()])


def test_a_note_that_nobody_known_signed_is_refused() -> None:
    with pytest.raises(NoteError, match="nobody"):
        signers(parse_note(SPEC_NOTE), [parse_key(GO_KEY)])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no signatures\n",
        "no signatures\n\n",
        GO_NOTE.removesuffix("\n"),
        GO_NOTE.replace("— ", "- "),
        GO_NOTE.replace("BwJnAM=", "BwJnAN="),  # the same bytes, spelled otherwise
        GO_NOTE.replace("Peter", "Peter\u2003"),
        GO_NOTE.replace("Peter", "Peter+"),
        GO_NOTE.replace("answer", "\tanswer"),
        GO_NOTE.replace("x08g", "?08g"),
        "text\n\n— name AAAA\n",
        GO_NOTE + GO_NOTE.splitlines(keepends=True)[-1],
    ],
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        parse_note(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        GO_KEY.replace("c74f20a3", "c74f20a4"),
        GO_KEY.replace("c74f20a3", "C74F20A3"),
        GO_KEY.replace("ARpc", "ARpd"),
        GO_KEY.replace("ARpc", "BRpc"),
        GO_KEY[:-4],
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        parse_key(text)

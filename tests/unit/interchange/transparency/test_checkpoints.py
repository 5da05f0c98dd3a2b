"""Checkpoints, byte for byte as the specification writes them."""

from base64 import b64decode

import pytest

from reencuentro.interchange.transparency.checkpoints import Checkpoint, opened, parse_checkpoint
from reencuentro.interchange.transparency.notes import NoteError, Signer, parse_key, parse_note

# From C2SP tlog-cosignature: a checkpoint with the log's signature and a witness's.
SPEC = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa"
    " Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1"
    " jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
# A log in daily use: the checksum database of Go.
IN_USE_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
IN_USE = (
    "go.sum database tree\n6476701\nmb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=\n\n— sum.golang.org"
    " Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=\n"
)
LOG = Signer("log.example/audit", b"l" * 32)
CHECKPOINT = Checkpoint("log.example/audit", 7, bytes(32))


def test_the_example_of_the_specification_is_understood_and_written_again() -> None:
    note = parse_note(SPEC)
    checkpoint = parse_checkpoint(note.text)

    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.root == b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    assert checkpoint.text == note.text
    assert str(note) == SPEC
    assert [line.name for line in note.signatures] == ["example.com/behind-the-sofa", "witness.example.com/w1"]


def test_the_checkpoint_of_a_log_in_use_is_verified() -> None:
    checkpoint, signed_by = opened(IN_USE, [parse_key(IN_USE_KEY)])

    assert (checkpoint.origin, checkpoint.size, signed_by) == (
        "go.sum database tree",
        6476701,
        frozenset({"sum.golang.org"}),
    )


def test_a_signed_checkpoint_opens_with_the_logs_key() -> None:
    assert opened(str(CHECKPOINT.signed(LOG)), [LOG.public()]) == (CHECKPOINT, frozenset({"log.example/audit"}))


def test_a_checkpoint_of_another_key_does_not_open() -> None:
    with pytest.raises(NoteError):
        opened(str(CHECKPOINT.signed(LOG)), [Signer(LOG.name, b"m" * 32).public()])


def test_lines_that_others_added_are_kept() -> None:
    text = CHECKPOINT.text + "an extension\n"

    assert parse_checkpoint(text).extensions == ("an extension",)
    assert parse_checkpoint(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n7\n",
        CHECKPOINT.text.removesuffix("\n"),
        CHECKPOINT.text.replace("\n7\n", "\n07\n"),
        CHECKPOINT.text.replace("\n7\n", "\n-7\n"),
        CHECKPOINT.text.replace("\n7\n", "\n\u0667\n"),
        CHECKPOINT.text.replace("AAAA", "AAA", 1),
        CHECKPOINT.text.replace("AAAA=", "AAAB=", 1),
        CHECKPOINT.text + "\n",
        "\n" + CHECKPOINT.text,
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        parse_checkpoint(text)

"""Signed notes: a text and who signed it, in a form that people can read and several can sign.

Source: C2SP signed-note, https://c2sp.org/signed-note; cosignatures of type 4 by https://c2sp.org/tlog-cosignature.
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

MOST_SIGNATURES = 100


class NoteError(ValueError):
    """Not a note, or not one that can be trusted; says why, in words."""


class SignatureType(IntEnum):
    """What a signature signs, by the byte that the specification gives it."""

    NOTE = 1  # the text itself
    COSIGNATURE = 4  # the text and when it was seen


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"— {self.name} {b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a newline, and the signatures under it, known and unknown."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    def signed(self, *signatures: Signature) -> "Note":
        """The note with these signatures too; one that is there already isn't put there twice."""
        new = tuple(one for one in signatures if one not in self.signatures)
        return replace(self, signatures=self.signatures + new)


def parse_note(text: str) -> Note:
    """Reads a note to the byte: what this accepts, str() gives back unchanged. Raises NoteError."""
    if any(one < " " and one != "\n" for one in text):
        raise NoteError("it holds a control character")
    body, blank, lines = text.rpartition("\n\n")
    if not blank or not lines.endswith("\n"):
        raise NoteError("it has no signatures below a blank line, or is cut short")
    signatures = tuple(_signature(line) for line in lines.removesuffix("\n").split("\n"))
    if len(signatures) > MOST_SIGNATURES:
        raise NoteError(f"it has more than {MOST_SIGNATURES} signatures")
    if len(set(signatures)) < len(signatures):
        raise NoteError("a signature stands on it twice")
    return Note(body + "\n", signatures)


def _signature(line: str) -> Signature:
    mark, name, coded = (*line.split(" "), "", "")[:3]
    if mark != "—" or line.count(" ") != 2 or not is_name(name):
        raise NoteError("a line below its text is no signature")
    value = decoded(coded)
    if len(value) <= _ID:
        raise NoteError("a signature is too short")
    return Signature(name, value[:_ID], value[_ID:])


_ID = 4  # bytes


def decoded(text: str) -> bytes:
    """Base64 with nothing left to choice: one text for one value. Raises NoteError."""
    try:
        value = b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("a part of it isn't base64") from error
    if b64encode(value).decode() != text:
        raise NoteError("a part of it is base64 with bits that mean nothing")
    return value


def is_name(name: str) -> bool:
    """Whether a key may be called that."""
    return bool(name) and "+" not in name and not any(one.isspace() or one < " " for one in name)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Whose signature it is, and how to check it."""

    name: str
    type: SignatureType
    key: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes that find a key, and prove nothing."""
        return sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.key).digest()[:_ID]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(bytes([self.type]) + self.key).decode()}"

    def made(self, signature: Signature) -> bool:
        """Whether the line claims to come from this key."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)

    def holds(self, signature: Signature, text: str) -> bool:
        """Whether the signature under that text is this key's."""
        value, message = signature.value, text.encode()
        if self.type is SignatureType.COSIGNATURE:
            value, message = value[_TIME:], _seen(text, int.from_bytes(value[:_TIME], "big"))
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(value, message)
        except (InvalidSignature, ValueError):
            return False
        return self.made(signature)


_TIME = 8  # bytes


def _seen(text: str, second: int) -> bytes:
    return f"cosignature/v1\ntime {second}\n{text}".encode()


def parse_key(text: str) -> PublicKey:
    """A public key as NAME+ID+BASE64. Raises NoteError."""
    name, _, rest = text.partition("+")
    key_id, _, coded = rest.partition("+")
    value = decoded(coded)
    if not is_name(name) or value[:1] not in (b"\x01", b"\x04") or len(value) != 1 + 32:
        raise NoteError("it is no Ed25519 key: write NAME+ID+BASE64")
    key = PublicKey(name, SignatureType(value[0]), value[1:])
    if key.key_id.hex() != key_id:
        raise NoteError("the key's id isn't its own: a character is wrong")
    return key


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs. seed: the 32 bytes of RFC 8032's private key."""

    name: str
    seed: bytes

    def public(self, kind: SignatureType = SignatureType.NOTE) -> PublicKey:
        """What others need to check its signatures."""
        key = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return PublicKey(self.name, kind, key)

    def sign(self, text: str) -> Signature:
        """Signs as the author of a note."""
        return Signature(self.name, self.public().key_id, self._key.sign(text.encode()))

    def cosign(self, text: str, second: int) -> Signature:
        """Signs as a witness who saw this at that second since 1970."""
        value = second.to_bytes(_TIME, "big") + self._key.sign(_seen(text, second))
        return Signature(self.name, self.public(SignatureType.COSIGNATURE).key_id, value)

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def signers(note: Note, keys: Iterable[PublicKey]) -> frozenset[str]:
    """Which of the known keys signed it; lines of unknown keys are passed over.

    Raises NoteError where a known key's signature is wrong, or none of theirs is there.
    """
    known: Mapping[tuple[str, bytes], PublicKey] = {(key.name, key.key_id): key for key in keys}
    found = [(key, line) for line in note.signatures if (key := known.get((line.name, line.key_id)))]
    if not found:
        raise NoteError("nobody signed it whose key is known")
    if not all(key.holds(line, note.text) for key, line in found):
        raise NoteError("a signature on it is wrong")
    return frozenset(key.name for key, _ in found)

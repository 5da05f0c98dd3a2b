"""Sealed texts: AES-256-GCM under a random nonce, bound to what they are about, written as one line of ASCII."""

import secrets
from base64 import b64encode
from binascii import Error, a2b_base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = "1"
"""What every sealed text begins with: how it was sealed."""
_NONCE = 12  # bytes; random, so one key may seal 2**32 texts (NIST SP 800-38D §8.3), and a record's seals a handful


class BrokenSealError(Exception):
    """The text was altered, moved to another place, or sealed under another key; which of them can't be told."""


def new_key() -> bytes:
    """A random key for sealing."""
    return secrets.token_bytes(32)


def seal(key: AESGCM, plain: bytes, about: str) -> str:
    """The plain bytes sealed; about: the place they are for, which opening must name again."""
    nonce = secrets.token_bytes(_NONCE)
    return VERSION + b64encode(nonce + key.encrypt(nonce, plain, about.encode())).decode("ascii")


def unseal(key: AESGCM, text: str, about: str) -> bytes:
    """The plain bytes again. Raises BrokenSealError."""
    if not text.startswith(VERSION):
        raise BrokenSealError
    try:
        sealed = a2b_base64(text[len(VERSION) :], strict_mode=True)
        if b64encode(sealed).decode("ascii") != text[len(VERSION) :]:  # the last character has bits that mean nothing
            raise BrokenSealError
        return key.decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
    except (InvalidTag, Error, ValueError) as error:
        raise BrokenSealError from error

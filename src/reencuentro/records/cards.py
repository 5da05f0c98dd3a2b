"""The number that an identity card carries in its code: it tells nothing, and leads back to the person here alone."""

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reencuentro.records.audit import audit_key


def card_number(person: str) -> str:
    """Of a person, by public id: capital letters and digits, always the same for the same person.

    Nobody who hasn't the registry's key can work out from it whom it means, or make one that means anybody.
    """
    return base64.b32encode(_cipher().encrypt(person.encode(), [])).decode().rstrip("=")


def person_of_card(number: str) -> str:
    """The person of that card, by public id; "" for a number that no card of this registry has."""
    plain = "".join(number.split()).upper()
    try:
        return _cipher().decrypt(base64.b32decode(plain + "=" * (-len(plain) % 8)), []).decode()
    except (binascii.Error, InvalidTag, ValueError):
        return ""


def _cipher() -> AESSIV:
    """Its key is made of one that lies in the registry, so that cards outlive the installation."""
    return AESSIV(HKDF(SHA256(), length=64, salt=None, info=b"reencuentro cards").derive(audit_key()))

"""Seals what signing in keeps in the database: sessions, keys of authenticator apps, seeds of recovery codes.

The key is made of the installation's secret key, which lies outside the database; what was sealed under a secret key
that Django still knows as a fallback can be read.
"""

import base64
import secrets
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from reencuentro.errors import SettingsError

_NONCE = 12  # bytes


def seal(text: str, about: str) -> str:
    """The text, readable only with the secret key and only where it belongs. about: what it is and whose."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = _cipher(settings.SECRET_KEY).encrypt(nonce, text.encode(), about.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, about: str) -> str:
    """What was sealed about the same. Raises SettingsError for another key, another place, or a changed text."""
    raw = base64.urlsafe_b64decode(sealed)
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _cipher(key).decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()
        except InvalidTag:
            continue
    raise SettingsError(
        "what signing in keeps can't be read with this secret key",
        remedy="Put the earlier secret key back, or have the officers enrol again.",
    )


@cache
def _cipher(key: str) -> AESGCM:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"reencuentro sign-in").derive(key.encode())
    return AESGCM(derived)

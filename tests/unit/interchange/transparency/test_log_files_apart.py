"""The arithmetic of the verifier that was written apart, against RFC 8032 and the library that signs."""

import json
import random
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tools.verify_audit_log import ORDER, WrongError, is_signed, point_of

WYCHEPROOF = Path(__file__).resolve().parents[4] / "../shared/data/wycheproof/ed25519_test.json"
RFC_8032 = [  # §7.1, tests 1 to 3: public key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_the_standards_own_signatures_hold(key: str, message: str, signature: str) -> None:
    told = bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature)

    assert is_signed(*told)
    assert not is_signed(told[0], told[1] + b"\x00", told[2])


def test_what_the_library_signs_holds_and_nothing_else() -> None:
    chance = random.Random(8032)  # noqa: S311 a choice of keys for a test
    for _ in range(25):
        private = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        key = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        message = chance.randbytes(chance.randrange(80))
        signature = private.sign(message)
        at = chance.randrange(512)
        spoilt = (int.from_bytes(signature, "big") ^ 1 << at).to_bytes(64, "big")

        assert is_signed(key, message, signature)
        assert not holds(key, message, spoilt)


def holds(key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        return is_signed(key, message, signature)
    except WrongError:
        return False


def test_a_signature_has_one_spelling() -> None:
    key, message, signature = (bytes.fromhex(part) for part in RFC_8032[1])
    larger = int.from_bytes(signature[32:], "little") + ORDER

    assert not is_signed(key, message, signature[:32] + larger.to_bytes(32, "little"))
    assert not is_signed(key, message, signature[:63])


@pytest.mark.parametrize("data", [b"", b"\x02" + bytes(31), b"\xff" * 32, b"\x01" + bytes(30) + b"\x80"])
def test_what_is_no_point_of_the_curve_is_refused(data: bytes) -> None:
    with pytest.raises(WrongError):
        point_of(data)


def test_signatures_made_to_mislead_verifiers_are_judged_rightly() -> None:
    if not WYCHEPROOF.exists():
        pytest.skip("the vectors of Project Wycheproof aren't beside the repository")
    groups = json.loads(WYCHEPROOF.read_text("utf-8"))["testGroups"]
    cases = [(bytes.fromhex(group["publicKey"]["pk"]), case) for group in groups for case in group["tests"]]
    wrong = [
        case["tcId"]
        for key, case in cases
        if holds(key, bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"])) is not (case["result"] == "valid")
    ]

    assert len(cases) > 100
    assert wrong == []

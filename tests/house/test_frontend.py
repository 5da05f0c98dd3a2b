"""What browsers get is built of parts that may be ours: no crown, no font of others, no address of a registry."""

import gzip
import json
import re

import pytest

from tools.house.tree import ROOT

BUILT = ROOT / "src/reencuentro/web/static/built"
LIGHT = 20_000  # bytes of the packed styles
pytestmark = pytest.mark.skipif(not (BUILT / "pages.css").exists(), reason="not built: make frontend")


def test_the_styles_are_light() -> None:
    assert len((BUILT / "pages.css.gz").read_bytes()) <= LIGHT


def test_no_crown_font_or_picture_of_anybody_elses_ships() -> None:
    styles = (BUILT / "pages.css").read_text("utf-8")
    for foreign in ("GDS Transport", "@font-face", "crest", "govuk-logo", "/assets/"):
        assert foreign not in styles, foreign
    assert {path.suffix for path in (ROOT / "src/reencuentro/web/static").rglob("*") if path.is_file()} <= {
        ".css",
        ".js",
        ".gz",
        ".svg",
        "",
    }


def test_what_is_packed_is_what_is_built() -> None:
    for packed in BUILT.glob("*.gz"):
        assert gzip.decompress(packed.read_bytes()) == packed.with_suffix("").read_bytes()


def test_nothing_names_another_address_to_fetch_from() -> None:
    assert re.findall(r"url\([^)]*\)|@import[^;]*", (BUILT / "pages.css").read_text("utf-8")) == []
    assert "sourceMappingURL" not in (BUILT / "govuk-frontend.js").read_text("utf-8")


def test_the_lock_of_the_parts_names_no_registry_and_pins_by_hash() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    parts = {name: part for name, part in lock["packages"].items() if name}
    assert parts
    assert "resolved" not in json.dumps(lock)
    assert "://" not in json.dumps(lock)
    assert [name for name, part in parts.items() if not part["integrity"].startswith("sha512-")] == []


def test_every_part_is_asked_for_in_one_version() -> None:
    asked = json.loads((ROOT / "package.json").read_text("utf-8"))
    wanted = {**asked["dependencies"], **asked["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())

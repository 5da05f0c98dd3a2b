"""Names that nobody bears, put where they must not be found again, and the search for them."""

from base64 import b64encode
from pathlib import Path

MARK = "Quetzalcanario"
"""What every canary begins with."""


def canary(number: int, field: str) -> str:
    """A name of its own for each row and field."""
    return f"{MARK}{number:05}{field}"


def found_in(folder: Path) -> list[str]:
    """Where any canary shows in the folder's files, as text, UTF-16, base64 or hexadecimal digits."""
    traces = _traces(MARK)
    found = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = file.read_bytes()
        lowered = content.lower()
        found += [f"{file.name}: {how}" for how, trace in traces if trace in (content if how == "base64" else lowered)]
    return found


def _traces(mark: str) -> list[tuple[str, bytes]]:
    plain = mark.encode()
    # Base64 writes three bytes as four characters, so a text looks different by where it begins; its ends depend on
    # what stands beside it.
    shifted = [("base64", b64encode(b"\0" * shift + plain)[4:-4]) for shift in range(3)]
    return [
        ("text", plain.lower()),
        ("UTF-16", mark.lower().encode("utf-16-le")),
        ("UTF-16, other order", mark.lower().encode("utf-16-be")),
        ("hexadecimal", plain.hex().encode()),
        *shifted,
    ]

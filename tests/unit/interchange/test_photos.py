"""Photos become plain pictures: no place, no time, no comment; what is no photo is refused before it is worked out."""

import io
import struct
import zlib

import pytest
from PIL import Image

from reencuentro.interchange.photos import LONGEST_SIDE, MOST_BYTES, PhotoRefusedError, Trouble, plain_photo


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **saving: object) -> bytes:
    """A picture as a camera saves it."""
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, **saving)
    return written.getvalue()


def with_place() -> bytes:
    """A JPEG that says where and with what it was taken, which way is up, and something about its subject."""
    exif = Image.new("RGB", (1, 1)).getexif()
    exif[0x8825] = {1: "N", 2: (14.0, 5.0, 3.0), 3: "W", 4: (87.0, 1.0, 2.0)}
    exif[0x0112] = 6  # turned to the right
    exif[0x010E] = "a child's name"
    return picture(exif=exif, comment=b"a child's name")


def test_where_and_with_what_it_was_taken_is_gone_and_it_stands_upright() -> None:
    taken = with_place()
    assert Image.open(io.BytesIO(taken)).getexif().get_ifd(0x8825)
    plain = plain_photo(taken)
    kept = Image.open(io.BytesIO(plain))
    assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (40, 60), {})
    assert b"child" not in plain


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_telephones_make_is_taken(kind: str) -> None:
    assert Image.open(io.BytesIO(plain_photo(picture(kind)))).format == "JPEG"


def test_a_large_one_is_made_smaller() -> None:
    assert max(Image.open(io.BytesIO(plain_photo(picture(size=(3_000, 1_000))))).size) == LONGEST_SIDE


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(side: int) -> bytes:
    """A few hundred bytes that claim to be a picture of that many pixels squared."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 9_999))
        + _chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (bomb(60_000), Trouble.BOMB),
        (bomb(8_000), Trouble.BOMB),
        (b"\xff" * (MOST_BYTES + 1), Trouble.TOO_LARGE),
        (b"", Trouble.NO_PHOTO),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Trouble.NO_PHOTO),
        (b"GIF89a" + b"\0" * 99, Trouble.NO_PHOTO),
        (b"%PDF-1.7", Trouble.NO_PHOTO),
        (picture()[:300], Trouble.NO_PHOTO),
        (picture("PNG")[:60], Trouble.NO_PHOTO),
        (picture("BMP"), Trouble.NO_PHOTO),
    ],
)
def test_what_is_no_photo_is_refused_and_says_why(data: bytes, trouble: Trouble) -> None:
    with pytest.raises(PhotoRefusedError) as refused:
        plain_photo(data)
    assert refused.value.trouble is trouble

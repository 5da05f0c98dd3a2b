"""Photographs as cameras and telephones make them, into plain pictures: nothing of them is kept but what is seen."""

import io
import warnings
from enum import StrEnum

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 10_000_000
MOST_PIXELS = 50_000_000
"""Of a photo as it comes; asked of its header, before a pixel is worked out. Telephones take 12 to 50 million."""
LONGEST_SIDE = 1_200
"""Pixels of what is kept: enough to know a face by."""
FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 82


class Trouble(StrEnum):
    """Why a file can't be taken as a photo."""

    TOO_LARGE = "too_large"
    NO_PHOTO = "no_photo"
    BOMB = "bomb"  # more pixels than any camera makes


class PhotoRefusedError(ValueError):
    """The file can't be taken; trouble says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def plain_photo(data: bytes) -> bytes:
    """The picture as a JPEG of its pixels alone: upright, without place, time, camera, names or thumbnails.

    Raises PhotoRefusedError for what is no JPEG, PNG or WebP, is damaged, or is too large.
    """
    if len(data) > MOST_BYTES:
        raise PhotoRefusedError(Trouble.TOO_LARGE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _plain(data)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise PhotoRefusedError(Trouble.BOMB) from bomb
    except PhotoRefusedError:
        raise
    # What a broken file makes of a decoder is known only by trying; each of them means the same.
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, IndexError, EOFError, MemoryError) as broken:
        raise PhotoRefusedError(Trouble.NO_PHOTO) from broken


def _plain(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise PhotoRefusedError(Trouble.BOMB)
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        # A new picture takes nothing of the old one but pixels: neither EXIF nor comments nor profiles.
        kept = Image.new("RGB", upright.size, "white")
        picture = upright.convert("RGBA")
        kept.paste(picture, mask=picture)
    written = io.BytesIO()
    kept.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return written.getvalue()


def shows_anything(data: bytes) -> bool:
    """Whether these bytes are a picture that can be shown: a photo that was damaged, or emptied, can't."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            opened.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, IndexError, EOFError, MemoryError):
        return False
    return True

"""Pictures made safe and small: the only door to Pillow. Bytes in, bytes out."""

from __future__ import annotations

import struct
import warnings
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any

from PIL import Image, ImageFile, ImageOps

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_WIDTH = 1600
QUALITY = 85
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    Image.DecompressionBombError,
)


class Refused(StrEnum):
    """Why a file cannot become a picture."""

    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    SVG = "svg"
    UNKNOWN = "unknown"


class NotAPicture(ValueError):
    """The bytes are no picture that pages show; `code` says why."""

    def __init__(self, code: Refused) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Raster:
    """A picture ready to be stored."""

    content: bytes
    content_type: str
    suffix: str
    width: int
    height: int


def prepare(content: bytes) -> Raster:
    """The picture turned upright, at most 1,600 pixels wide, without anything hidden in the file.

    What it is follows from its bytes, never from its name. Moving ones keep one frame.
    """
    if len(content) > MAX_BYTES:
        raise NotAPicture(Refused.TOO_LARGE)
    if _is_svg(content):
        raise NotAPicture(Refused.SVG)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # counted below
            picture = Image.open(BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise NotAPicture(Refused.TOO_MANY_PIXELS) from error
    except UNREADABLE as error:
        raise NotAPicture(Refused.UNKNOWN) from error
    if picture.width * picture.height > MAX_PIXELS:
        raise NotAPicture(Refused.TOO_MANY_PIXELS)
    try:
        _load_whole(picture)
        return _write(picture, picture.format or "PNG")
    except UNREADABLE as error:
        raise NotAPicture(Refused.UNKNOWN) from error


def _load_whole(picture: Image.Image) -> None:
    """Read all pixels; a file that was cut is unreadable, whatever other libraries allow.

    WeasyPrint makes Pillow fill what is missing, for the whole process.
    """
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        picture.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _is_svg(content: bytes) -> bool:
    head = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(b"<") and (b"<svg" in head or head.startswith(b"<?xml"))


def _write(picture: Image.Image, kind: str) -> Raster:
    colours = picture.info.get("icc_profile")
    made = ImageOps.exif_transpose(picture)
    if kind == "JPEG" and made.mode not in ("RGB", "L"):
        made, colours = made.convert("RGB"), None
    elif kind == "GIF" or made.mode not in ("RGB", "RGBA", "L", "LA", "P", "1"):
        made = made.convert("RGBA" if _is_clear(made) else "RGB")
    if made.width > MAX_WIDTH:
        made = _narrower(made)
    kind = "PNG" if kind == "GIF" else kind
    options: dict[str, Any] = (
        {"optimize": True} if kind == "PNG" else {"quality": QUALITY, "optimize": kind == "JPEG"}
    )
    out = BytesIO()
    made.info = {key: made.info[key] for key in ("transparency",) if key in made.info}
    made.save(out, kind, icc_profile=colours, **options)
    kind = kind.lower()
    suffix = "jpg" if kind == "jpeg" else kind
    return Raster(out.getvalue(), f"image/{kind}", suffix, made.width, made.height)


def _is_clear(picture: Image.Image) -> bool:
    return "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA")


def _narrower(picture: Image.Image) -> Image.Image:
    if picture.mode in ("P", "1"):
        picture = picture.convert("RGBA" if _is_clear(picture) else "RGB")
    height = max(1, round(picture.height * MAX_WIDTH / picture.width))
    return picture.resize((MAX_WIDTH, height), Image.Resampling.LANCZOS)

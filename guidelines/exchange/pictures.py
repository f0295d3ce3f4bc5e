"""Whether a picture can be kept byte for byte: nothing in it but the picture."""

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_PARTS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT"}
    | {b"bKGD", b"hIST"}
)
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_PARTS = _JPEG_FRAMES | {0xC4, 0xDB, 0xDD, 0xE0, 0xEE}


def plain_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG without texts, places or anything behind its end."""
    try:
        if data.startswith(_PNG):
            return _png(data)
        return _jpeg(data) if data.startswith(b"\xff\xd8") else None
    except (struct.error, IndexError):
        return None


def _png(data: bytes) -> tuple[int, int] | None:
    position, kind = len(_PNG), b""
    while position < len(data) and kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, position)
        if kind not in _PNG_PARTS:
            return None
        position += 12 + length
    is_whole = kind == b"IEND" and position == len(data)
    width, height = struct.unpack_from(">II", data, 16)
    return (width, height) if is_whole else None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    position, size = 2, None
    while data[position] == 0xFF and data[position + 1] != 0xDA:
        mark = data[position + 1]
        if mark not in _JPEG_PARTS:
            return None
        if mark in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, position + 5)
            size = (width, height)
        position += 2 + struct.unpack_from(">H", data, position + 2)[0]
    # Only the picture's own end may stand at the end.
    is_whole = data[position + 1] == 0xDA and data.find(b"\xff\xd9") == len(data) - 2
    return size if is_whole else None

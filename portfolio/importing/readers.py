"""The door for files: decides by content what a file is, and reads it."""

from pathlib import Path

from portfolio.importing.cells import Workbook
from portfolio.importing.limits import Limits
from portfolio.importing.reasons import ImportRefused
from portfolio.importing.textfile import read_text
from portfolio.importing.xlsx import read_xlsx

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def read(
    source: Path | str | bytes,
    filename: str = "",
    *,
    limits: Limits | None = None,
    with_hidden: bool = False,
) -> Workbook:
    """The workbook in a file, or ImportRefused with the reason; the name is never trusted."""
    limits = limits or Limits()
    data, filename = _load(source, filename, limits)
    if not data.strip(b"\x00 \r\n\t"):
        raise ImportRefused("file_empty")
    if data.startswith(_OLE):
        raise ImportRefused(_ole_reason(data))
    if data.startswith(_ZIP):
        return read_xlsx(data, filename, limits, with_hidden=with_hidden)
    if data.startswith(b"%PDF-"):
        raise ImportRefused("file_pdf")
    return read_text(data, filename, limits)


def _load(source: Path | str | bytes, filename: str, limits: Limits) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        limits.check_size(len(source))
        return source, filename
    path = Path(source)
    limits.check_size(path.stat().st_size)
    return path.read_bytes(), filename or path.name


def _ole_reason(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "file_encrypted"
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return "file_xls"
    return "file_binary"

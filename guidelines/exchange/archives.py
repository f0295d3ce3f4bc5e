"""The gate for zip archives: what is inside, before anything is unpacked."""

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass

from guidelines.exchange.problems import Refused
from guidelines.markdown.documents import LIMIT as TEXT_BYTES

MEGABYTE = 1024 * 1024
FAILURES = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError)


@dataclass(frozen=True)
class Limits:
    """Upper bounds of an archive, a folder and the files in it."""

    entries: int = 2_000
    unpacked_bytes: int = 100 * MEGABYTE
    ratio: int = 100
    text_bytes: int = TEXT_BYTES
    image_bytes: int = 10 * MEGABYTE


LIMITS = Limits()


def open_archive(data: bytes, limits: Limits = LIMITS) -> zipfile.ZipFile:
    """The archive after its size, its names and its protection were checked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (*FAILURES, ValueError) as error:
        raise Refused("package_damaged") from error
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise Refused("package_too_many", limit=limits.entries)
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise Refused("package_bomb")
    for entry in entries:
        _check(entry, limits)
    return archive


def _check(entry: zipfile.ZipInfo, limits: Limits) -> None:
    if entry.flag_bits & 0x1:
        raise Refused("package_encrypted")
    is_large = entry.file_size > MEGABYTE
    if is_large and entry.file_size > limits.ratio * max(entry.compress_size, 1):
        raise Refused("package_bomb")
    name = entry.orig_filename.replace("\\", "/")
    is_drive = len(name) > 1 and name[1] == ":"
    if name.startswith("/") or is_drive or ".." in name.split("/") or "\0" in name:
        raise Refused("package_unsafe_name", name=name[:120].replace("\0", "?"))
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused("package_link", name=name[:120])


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | str) -> bytes:
    """The content of one entry; never more than the archive declared for it."""
    info = archive.getinfo(entry) if isinstance(entry, str) else entry
    try:
        with archive.open(info) as stream:
            return stream.read(info.file_size + 1)[: info.file_size]
    except FAILURES as error:
        raise Refused("package_damaged") from error

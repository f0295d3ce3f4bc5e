"""The gate for XLSX packages: what is inside, before any parser opens it."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from portfolio.importing.limits import MEGABYTE, Limits
from portfolio.importing.reasons import ImportRefused, Reason

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass
class Structure:
    """What openpyxl's streaming reader does not tell about a sheet."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    not_computed: set[tuple[int, int]] = field(default_factory=set)

    def hides_column(self, number: int) -> bool:
        """Whether a column, counted from 1, is hidden."""
        return any(first <= number <= last for first, last in self.hidden_columns)


def open_package(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive, after its size, its kind and its macros were checked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_limits(archive, limits)
        _check_kind(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise ImportRefused("file_damaged") from error
    return archive


def _check_limits(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.entries or sum(e.file_size for e in entries) > limits.unpacked_bytes:
        raise ImportRefused("file_bomb")
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise ImportRefused("file_encrypted")
        is_large = entry.file_size > MEGABYTE
        if is_large and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise ImportRefused("file_bomb")


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = {name.lower() for name in archive.namelist()}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise ImportRefused("file_macros")
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise ImportRefused("file_not_workbook")
    with parsing():
        types = fromstring(archive.read("[Content_Types].xml"))
    # Only the workbook's own type counts: writers also declare extensions they do not use.
    if any(
        "macroenabled" in node.get("ContentType", "").lower()
        for node in types
        if node.get("PartName", "").lower() == "/xl/workbook.xml"
    ):
        raise ImportRefused("file_macros")


def package_notes(archive: zipfile.ZipFile) -> list[Reason]:
    """Parts that are present and deliberately not read."""
    names = archive.namelist()
    notes = []
    if any(name.startswith("xl/embeddings/") for name in names):
        notes.append(Reason("note_embedded"))
    if any(name.startswith("xl/externalLinks/") for name in names):
        notes.append(Reason("note_external_links"))
    return notes


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The path of each sheet's XML part by the sheet's name."""
    with parsing():
        book = fromstring(archive.read("xl/workbook.xml"))
        relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {node.get("Id", ""): node.get("Target", "") for node in relations}
    sheets = [node for node in book.iter() if node.tag.endswith("}sheet")]
    return {
        node.get("name", ""): _part_path(targets.get(_relation_id(node), "")) for node in sheets
    }


def _relation_id(node: Element) -> str:
    found = node.get(_RELATION)
    return found or next((v for k, v in node.attrib.items() if k.endswith("}id")), "")


def _part_path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def read_structure(archive: zipfile.ZipFile, part: str) -> Structure:
    """Hidden rows and columns, merged ranges and formulas without a stored result."""
    structure = Structure()
    if part not in archive.namelist():
        return structure
    with parsing(), archive.open(part) as stream:
        for element in _elements(stream):
            _note(structure, element)
    return structure


def _elements(stream: IO[bytes]) -> Iterator[Element]:
    for _, element in iterparse(stream, events=("end",)):
        yield element
        if element.tag.endswith("}row"):
            element.clear()


def _note(structure: Structure, element: Element) -> None:
    name = element.tag.rpartition("}")[2]
    if name == "c":
        _note_formula(structure, element)
    elif name == "row" and element.get("hidden") in {"1", "true"}:
        structure.hidden_rows.add(int(element.get("r", "0")))
    elif name == "col" and element.get("hidden") in {"1", "true"}:
        first, last = int(element.get("min", "0")), int(element.get("max", "0"))
        structure.hidden_columns.append((first, last))
    elif name == "mergeCell":
        _note_merge(structure, element.get("ref", ""))


def _note_formula(structure: Structure, element: Element) -> None:
    tags = {child.tag.rpartition("}")[2]: child.text for child in element}
    if "f" in tags and not tags.get("v"):
        found = _REFERENCE.fullmatch(element.get("r", ""))
        # A string formula may rightly give an empty text: then the type says "str".
        if found and element.get("t") != "str":
            structure.not_computed.add(_position(found))


def _note_merge(structure: Structure, reference: str) -> None:
    found = list(_REFERENCE.finditer(reference))
    if len(found) == 2:
        (top, left), (bottom, right) = map(_position, found)
        structure.merges.append((top, left, bottom, right))


def _position(found: re.Match[str]) -> tuple[int, int]:
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)), column


class parsing:  # noqa: N801 - reads as a verb: with parsing()
    """Turns every failure of an XML or workbook parser into a refusal with a reason."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ImportRefused) or not isinstance(error, Exception):
            return
        causes = [error, error.__cause__, error.__context__]
        if any(isinstance(cause, DefusedXmlException) for cause in causes):
            raise ImportRefused("file_unsafe_xml") from error
        # Broken parts surface as almost any error from the depth of the parsers.
        raise ImportRefused("file_damaged") from error

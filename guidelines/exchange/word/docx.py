"""Reads Word documents: the only place that knows mammoth."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from typing import Any

import mammoth

from guidelines.exchange.archives import MEGABYTE, open_archive, read_entry
from guidelines.exchange.problems import Refused
from guidelines.exchange.reading import image_type
from guidelines.exchange.word.converted import Converted, Notes
from guidelines.exchange.word.markdown import to_markdown
from guidelines.exchange.word.notes import numbered_notes
from guidelines.exchange.word.tidy import parse, tidy

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "word/document.xml"
_XML_BYTES = 20 * MEGABYTE
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='Subtitle'] => p:fresh",
        "p[style-name='Quote'] => blockquote > p:fresh",
        "p[style-name='Intense Quote'] => blockquote > p:fresh",
        "p[style-name='caption'] => p > em:fresh",
        "p[style-name='HTML Preformatted'] => pre:separator('\\n')",
        "p[style-name='TOC Heading'] => p.contents-of-word:fresh",
        *(f"p[style-name='toc {level}'] => p.contents-of-word:fresh" for level in range(1, 10)),
        "r[style-name='HTML Code'] => code",
        "u => ",
        "strike => del",
    ]
)
_COUNTED = (
    ("word_comments", "word/comments.xml", re.compile(rb"<w:comment[ >]")),
    ("word_changes", _MAIN, re.compile(rb"<w:(?:ins|del|moveFrom)[ >]")),
    ("word_formula", _MAIN, re.compile(rb"<m:oMath>")),
    ("word_drawing", _MAIN, re.compile(rb"<c:chart |<dgm:relIds |<wps:txbx>")),
)


def from_docx(data: bytes) -> Converted:
    """The document as Markdown; refused with a reason where it is none or not safe."""
    archive = _opened(data)
    notes = _counted(archive)
    images: dict[str, bytes] = {}
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(_keeper(images, notes)),
            include_embedded_style_map=False,
        )
        soup = parse(result.value)
        linked = sum("external image" in message.message for message in result.messages)
        notes.update({"word_picture_linked": linked} if linked else {})
        numbered_notes(soup)
        tidy(soup, notes)
        return Converted(to_markdown(soup), images, notes.problems())
    except Refused:
        raise
    # Broken parts surface as almost any error from the depth of the reader.
    except Exception as error:
        raise Refused("word_damaged") from error


def _keeper(images: dict[str, bytes], notes: Notes) -> Any:
    def keep(image: Any) -> dict[str, str]:
        with image.open() as stream:
            content = stream.read()
        if not image_type(content):
            notes["word_picture_format"] += 1
            return {"src": ""}
        key = hashlib.sha256(content).hexdigest()[:16]
        images[key] = content
        return {"src": f"image:{key}"}

    return keep


def _opened(data: bytes) -> zipfile.ZipFile:
    if data.startswith(_OLE):
        raise Refused(_kind_of_ole(data))
    if not data.startswith(b"PK"):
        raise Refused("word_not_document")
    try:
        archive = open_archive(data)
    except Refused as refusal:
        known = {"package_encrypted": "word_encrypted", "package_damaged": "word_damaged"}
        raise Refused(known.get(refusal.code, refusal.code), **refusal.params) from refusal
    names = {name.lower() for name in archive.namelist()}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused("word_macros")
    if _MAIN not in archive.namelist() or "[content_types].xml" not in names:
        raise Refused("word_not_document")
    _check_xml(archive)
    return archive


def _kind_of_ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "word_encrypted"
    return "word_old" if "WordDocument".encode("utf-16-le") in data else "word_not_document"


def _check_xml(archive: zipfile.ZipFile) -> None:
    """Entities and oversized parts are refused before any parser sees them."""
    total = 0
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels")):
            continue
        total += entry.file_size
        if total > _XML_BYTES:
            raise Refused("package_bomb")
        part = read_entry(archive, entry)
        # An encoding in which the check would be blind is nothing that Word writes.
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part or part[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            raise Refused("word_unsafe")
        if entry.filename.lower() == "[content_types].xml" and b"macroEnabled.main" in part:
            raise Refused("word_macros")


def _counted(archive: zipfile.ZipFile) -> Notes:
    notes = Notes()
    names = archive.namelist()
    for code, part, pattern in _COUNTED:
        found = len(pattern.findall(read_entry(archive, part))) if part in names else 0
        notes.update({code: found} if found else {})
    if any(name.startswith("word/embeddings/") for name in names):
        notes["word_embedded"] += 1
    margins = [name for name in names if re.match(r"word/(header|footer)\d*\.xml", name)]
    if any(re.search(rb"<w:t[ >]", read_entry(archive, name)) for name in margins):
        notes["word_headers"] += 1
    return notes

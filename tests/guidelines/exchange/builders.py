"""Packages and Word documents built by hand."""

import io
import re
import struct
import zipfile
import zlib

from guidelines.exchange import leftovers, links, origins, places, plan, reading, writing


def _chunk(kind, data):
    content = kind + data
    return struct.pack(">I", len(data)) + content + struct.pack(">I", zlib.crc32(content))


PNG = b"".join(
    [
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        _chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00")),
        _chunk(b"IEND", b""),
    ]
)
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/></Types>'
)
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
    for key, name in [("Title", "Title"), ("TOC1", "toc 1"), ("Quote", "Quote")]
    + [(f"Heading{n}", f"heading {n}") for n in range(1, 5)]
)
_NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{key}">'
    + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>' for level in range(3))
    + "</w:abstractNum>"
    for key, kind in [(0, "bullet"), (1, "decimal")]
) + "".join(
    f'<w:num w:numId="{key + 1}"><w:abstractNumId w:val="{key}"/></w:num>' for key in (0, 1)
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(files, **flags):
    """A zip archive of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **flags) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def package(files):
    """A package of texts and pictures by path."""
    found = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    return reading.read_zip(zipped(found))


def linked(files, prefix="P"):
    """Each file's linked text by path; a picture's token is its path in letters."""
    held = package(files)
    codes = plan.make(held, [], plan.Options(prefix=prefix)).codes
    linker = links.Linker(places.Places(held), codes)
    return {file.path: linker.link(file, token_of(held)) for file in held.files}


def token_of(held):
    """The token of a stored picture in these tests."""
    return lambda path: re.sub(r"\W", "-", path) if path in held.images else ""


def exchanged(held):
    """What comes out when a package goes in and is written again at once."""
    made = plan.make(held, [], plan.Options(prefix="P"))
    linker = links.Linker(places.Places(held), made.codes)
    files = {file.path: file for file in held.files}
    texts, problems = [], [*held.problems, *made.problems]
    for entry in made.entries:
        file = files[entry.path]
        result = linker.link(file, token_of(held))
        meta = {"title": entry.title}
        pictures = {
            token_of(held)(path): writing.Picture(held.images[path], "image/png", path)
            for path in result.images
        }
        origin = origins.origin_of(file, result, meta)
        body = origins.stored_body(result)
        texts.append(
            writing.Text(
                entry.code, entry.chapter, body, meta, {}, file.front_matter, origin, pictures
            )
        )
        problems += [*result.problems, *leftovers.leftovers(file)]
    return writing.files(texts), problems


def word(body, **parts):
    """A Word document with this body; further parts by name, links and pictures included."""
    targets = {
        "rIdStyles": ("styles", "styles.xml", ""),
        "rIdNumbers": ("numbering", "numbering.xml", ""),
        "rIdNotes": ("footnotes", "footnotes.xml", ""),
        "rIdPicture": ("image", "media/picture.png", ""),
        "rIdFar": ("image", "https://far.example/x.png", "External"),
        "rIdLink": ("hyperlink", "https://example.org/a", "External"),
    }
    relations = "".join(
        f'<Relationship Id="{key}" Type="{_RELATION}/{kind}" Target="{target}"'
        + (f' TargetMode="{mode}"/>' if mode else "/>")
        for key, (kind, target, mode) in targets.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    head = '<?xml version="1.0"?>'
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'{head}<Relationships xmlns="{space}"><Relationship Id="r" Type='
        f'"{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{head}<Relationships xmlns="{space}">{relations}'
        "</Relationships>",
        "word/styles.xml": f"{head}<w:styles {_NAMES}>{_STYLES}</w:styles>",
        "word/numbering.xml": f"{head}<w:numbering {_NAMES}>{_NUMBERING}</w:numbering>",
        "word/footnotes.xml": f"{head}<w:footnotes {_NAMES}>{parts.pop('notes', '')}</w:footnotes>",
        "word/media/picture.png": PNG,
        "word/document.xml": f"{head}<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
        **{name.replace("__", "/") + ".xml": text for name, text in parts.items()},
    }
    return zipped(files)


def p(text, style="", extra=""):
    """A paragraph of Word."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{extra}</w:pPr>{run(text) if text[:1] != '<' else text}</w:p>"


def run(text, *marks):
    """A run of Word with marks such as b and i."""
    inner = "".join(f"<w:{mark}/>" for mark in marks)
    return f'<w:r><w:rPr>{inner}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text, level=0, number=1):
    """A list item of Word: list 1 has bullets, list 2 numbers."""
    mark = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(text, extra=mark)


def table(*rows, head=False):
    """A table of Word; a cell is a text or a pair of properties and text."""
    made = []
    for number, row in enumerate(rows):
        mark = "<w:trPr><w:tblHeader/></w:trPr>" if head and not number else ""
        made.append(f"<w:tr>{mark}{''.join(map(_cell, row))}</w:tr>")
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def _cell(cell):
    properties, text = cell if isinstance(cell, tuple) else ("", cell)
    inner = text if text.startswith("<w:") else p(text)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def picture(alt="", relation="r:embed", target="rIdPicture"):
    """A picture of Word with its text."""
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic>'
        "<a:graphicData><pic:pic><pic:blipFill>"
        f'<a:blip {relation}="{target}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )

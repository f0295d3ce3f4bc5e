"""One uploaded file, whatever it is, as a package."""

import re
from dataclasses import replace
from pathlib import PurePosixPath

from guidelines.exchange.problems import Refused
from guidelines.exchange.reading import Package, guide_file, image_type, read_file
from guidelines.exchange.word import Converted, from_docx

WORD = {".docx", ".doc", ".docm", ".dotx", ".rtf", ".odt"}
_PICTURE = re.compile(r"\]\(image:([0-9a-f]{16})\)")
_SUFFIX = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def open_upload(name: str, data: bytes) -> Package:
    """The package in a zip archive, a Markdown file or a Word document."""
    plain = PurePosixPath(name.replace("\\", "/")).name
    if PurePosixPath(plain).suffix.lower() in WORD:
        return _from_word(plain, from_docx(data))
    return read_file(plain, data)


def _from_word(name: str, converted: Converted) -> Package:
    """The document as one Markdown file with its pictures beside it."""
    if not converted.markdown.strip():
        raise Refused("package_empty")
    images = {
        f"images/{key}.{_SUFFIX[image_type(data)]}": data for key, data in converted.images.items()
    }
    paths = {PurePosixPath(path).stem: path for path in images}
    text = _PICTURE.sub(lambda found: f"]({paths[found[1]]})", converted.markdown)
    path = str(PurePosixPath(name).with_suffix(".md"))
    made, problems = guide_file(path, text.encode())
    told = tuple(replace(problem, path=path) for problem in converted.problems)
    return Package((made,), images, frozenset(), (*told, *problems))

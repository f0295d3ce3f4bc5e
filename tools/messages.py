"""Translations without gettext's own programs: `extract`, `compile` and `missing`."""

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.places import ROOT, say

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
SKIPPED = {"tests", "tools", "migrations", "node_modules"}
# Header lines that would make every extraction a change, or say nothing.
UNKEPT = ('"POT-Creation-Date:', '"PO-Revision-Date:', '"Report-Msgid', '"Last-Trans', '"Gener')
MARK = re.compile(r"\{%\s*(translate|trans|blocktranslate|blocktrans)\b|\b_\(")


def sources() -> list[Path]:
    """Every file of the apps that may hold interface text."""
    apps = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in SKIPPED]
    files = [
        file for app in apps for kind in ("py", "html", "txt") for file in app.rglob(f"*.{kind}")
    ]
    return sorted(file for file in files if not SKIPPED & set(file.relative_to(ROOT).parts))


def as_python(file: Path) -> bytes:
    """The file's text as something Python's tokeniser reads, line for line."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        return text.encode()
    if not MARK.search(text):
        return b""
    from django.utils.translation.template import templatize

    return "\n".join(line.strip() for line in templatize(text).splitlines()).encode()


def template() -> Catalog:
    """A catalogue of every interface string in the sources."""
    catalog = Catalog(project="PMO Portal", charset="utf-8")
    for file in sources():
        name = file.relative_to(ROOT).as_posix()
        found = extract("python", io.BytesIO(as_python(file)), KEYWORDS, ["Translators:"])
        for _line, text, comments, context in found:
            catalog.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def catalogues(root: Path = ROOT) -> Iterator[Path]:
    """The catalogue of each language."""
    yield from sorted(root.glob("locale/*/LC_MESSAGES/django.po"))


def load(path: Path) -> Catalog:
    """Read one language's catalogue; a new language starts empty."""
    locale = path.parent.parent.name
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def update(path: Path, source: Catalog) -> None:
    """Bring one language in step with the sources; what is no longer used goes."""
    catalog = load(path)
    catalog.update(source, no_fuzzy_matching=True)
    out = io.BytesIO()
    write_po(out, catalog, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)
    lines = out.getvalue().decode().splitlines(keepends=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = (line for line in lines if not line.startswith(UNKEPT))
    path.write_text("".join(kept), encoding="utf-8")


def compile_all(root: Path = ROOT) -> None:
    """Write the binary catalogues that the portal reads; who reads meanwhile gets a whole one."""
    for path in catalogues(root):
        unfinished = path.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as file:
            write_mo(file, load(path))
        unfinished.replace(path.with_suffix(".mo"))


def _is_translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(texts) and not message.fuzzy


def problems(path: Path, source: Catalog) -> list[str]:
    """What one language lacks: strings without translation, and broken placeholders."""
    catalog, found = load(path), []
    for message in source:
        if not message.id:
            continue
        own = catalog.get(message.id, message.context)
        if own is None or not _is_translated(own):
            found.append(f"not translated: {message.id!r}")
        else:
            found += [f"{error}: {message.id!r}" for error in own.check(catalog)]
    return found


def main(command: str) -> int:
    """`extract` updates the catalogues, `compile` writes them for use, `missing` lists gaps."""
    if command == "compile":
        compile_all()
        return 0
    source = template()
    paths = {*catalogues(), ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"}
    if command == "extract":
        for path in paths:
            update(path, source)
        return 0
    gaps = [f"{path.parent.parent.name}: {gap}" for path in paths for gap in problems(path, source)]
    for gap in gaps:
        say(gap)
    return int(bool(gaps))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

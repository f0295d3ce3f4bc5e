"""Footnotes of Word, LibreOffice and mammoth as Markdown footnotes."""

import re

from bs4 import BeautifulSoup, Tag

# mammoth: footnote-2, footnote-ref-2; Word: _ftn2, _ftnref2; LibreOffice: sdfootnote2sym, ...anc.
_REFERENCE = re.compile(r"#(footnote-|endnote-|_ftn|_edn|sdfootnote|sdendnote)(\d+)(?:sym)?$")
_NOTE = re.compile(r"(footnote-|endnote-|_?ftn|_?edn|sdfootnote|sdendnote)(\d+)$")
_BACK = re.compile(
    r"#(?:footnote-ref-|endnote-ref-|_ftnref|_ednref|sdfootnote\d+anc|sdendnote\d+anc)"
)


def numbered_notes(soup: BeautifulSoup) -> None:
    """Turn references into <fnref> and notes into one <fndef> each at the end."""
    texts = {_label(found): node for node in soup.find_all(id=_NOTE) if (found := _matched(node))}
    names: dict[str, str] = {}
    for link in soup.find_all("a", href=_REFERENCE):
        found = _REFERENCE.search(str(link["href"]))
        label = f"{_family(found[1])}{found[2]}" if found else ""
        if label not in texts or _is_inside(link, texts[label]):
            continue
        name = names.setdefault(label, str(len(names) + 1))
        reference = soup.new_tag("fnref", attrs={"data-name": name})
        outer = link.parent if link.parent and link.parent.name == "sup" else link
        (outer if outer.get_text(strip=True) == link.get_text(strip=True) else link).replace_with(
            reference
        )
    _move(soup, texts, names)


def _move(soup: BeautifulSoup, texts: dict[str, Tag], names: dict[str, str]) -> None:
    lists = {id(node.parent): node.parent for node in texts.values() if node.name == "li"}
    for label, node in texts.items():
        node.extract()
        for back in node.find_all("a", href=_BACK):
            back.decompose()
        if label in names:
            node.name = "fndef"
            node.attrs = {"data-name": names[label]}
    ordered = sorted((int(names[label]), label) for label in texts if label in names)
    for _number, label in ordered:
        soup.append(texts[label])
    for emptied in lists.values():
        if emptied is not None and not emptied.get_text(strip=True):
            emptied.decompose()


def _matched(node: Tag) -> re.Match[str] | None:
    return _NOTE.match(str(node.get("id", "")))


def _label(found: re.Match[str]) -> str:
    return f"{_family(found[1])}{found[2]}"


def _family(prefix: str) -> str:
    return "e" if "edn" in prefix or "end" in prefix else "f"


def _is_inside(link: Tag, node: Tag) -> bool:
    return node in link.parents

"""Reads a finished PDF the way a screen reader does: through its tags."""

import re

import pikepdf


def tag_tree(pdf: pikepdf.Pdf) -> list:
    """Return the tags as nested [name, text or kids...] without content numbers."""
    return _outline(pdf.Root.StructTreeRoot.K[0])


def _outline(element) -> list:
    kids = [
        _outline(kid) for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid
    ]
    return [str(element.S)[1:], *kids]


def elements(pdf: pikepdf.Pdf, name: str) -> list:
    """Return all tags of a kind, in reading order."""
    found = []

    def walk(element) -> None:
        if f"/{name}" == element.S:
            found.append(element)
        for kid in element.K:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                walk(kid)

    walk(pdf.Root.StructTreeRoot.K[0])
    return found


def tagged_text(pdf: pikepdf.Pdf, element) -> str:
    """Return what a tag says: its marked content, decoded with the font's own map."""
    texts = []
    for kid in element.K:
        if isinstance(kid, pikepdf.Dictionary):
            texts.append(tagged_text(pdf, kid) if "/S" in kid else "")
        else:
            texts.append(marked_texts(element.Pg).get(int(kid), "?"))
    return "".join(texts)


def marked_texts(page) -> dict[int, str]:
    """Return the text of each numbered piece of content of a page."""
    texts: dict[int, str] = {}
    for kind, number, text in page_runs(page):
        if kind != "/Artifact" and number is not None:
            texts[number] = texts.get(number, "") + text
    return texts


def artifact_texts(page) -> list[str]:
    """Return the text that readers skip."""
    return [text for kind, _, text in page_runs(page) if kind == "/Artifact" and text]


def page_runs(page) -> list[tuple[str, int | None, str]]:
    """Return (kind, number, text) of each marked piece in drawing order."""
    runs: list[tuple[str, int | None, str]] = []
    stack: list[tuple[str, int | None]] = []
    font: dict[int, str] = {}
    fonts: dict[str, dict[int, str]] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            number = operands[1].get("/MCID") if name == "BDC" else None
            stack.append((str(operands[0]), None if number is None else int(number)))
            runs.append((*stack[-1], ""))
        elif name == "EMC":
            stack.pop()
        elif name == "Tf":
            key = str(operands[0])
            if key not in fonts:
                fonts[key] = unicode_map(page.Resources.Font[key])
            font = fonts[key]
        elif name in ("Tj", "TJ"):
            pieces = operands[0] if name == "TJ" else [operands[0]]
            strings = (bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
            text = "".join(decode(string, font) for string in strings)
            assert stack, f"text outside of marked content: {text}"
            runs[-1] = (*runs[-1][:2], runs[-1][2] + text)
    assert not stack
    return runs


def decode(data: bytes, font: dict[int, str]) -> str:
    glyphs = (int.from_bytes(data[i : i + 2]) for i in range(0, len(data), 2))
    return "".join(font.get(glyph, "�") for glyph in glyphs)


def unicode_map(font) -> dict[int, str]:
    """Return glyph to text out of a font's ToUnicode map."""
    pairs = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>", font.ToUnicode.read_bytes().decode())
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def assert_tags_and_content_agree(pdf: pikepdf.Pdf) -> None:
    """Hold both directions against each other: tag to content and content to tag."""
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    claimed: dict[tuple, tuple] = {}
    links: dict[tuple, tuple] = {}

    def walk(element) -> None:
        for kid in element.K:
            if not isinstance(kid, pikepdf.Dictionary):
                place = (element.Pg.objgen, int(kid))
                assert place not in claimed
                claimed[place] = element.objgen
            elif "/S" in kid:
                assert kid.P.objgen == element.objgen
                walk(kid)
            else:
                links[kid.Obj.objgen] = element.objgen

    walk(pdf.Root.StructTreeRoot.K[0])
    for page in pdf.pages:
        owners = [
            None if owner is None else owner.objgen for owner in parents[int(page.StructParents)]
        ]
        drawn = {number for kind, number, _ in page_runs(page) if number is not None}
        assert drawn == {number for number, owner in enumerate(owners) if owner}
        for number, owner in enumerate(owners):
            assert claimed.pop((page.objgen, number), None) == owner
        for annotation in page.get("/Annots", []):
            assert parents[int(annotation.StructParent)].objgen == links.pop(annotation.objgen)
    assert (claimed, links) == ({}, {})

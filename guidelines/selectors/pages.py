"""The rendered text of a version: cached by content for everybody, links filled per reader."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext as _

from core.registries import link_targets
from guidelines.markdown.documents import ImageTarget, RenderContext, Rendered
from guidelines.markdown.filling import Target, fill
from guidelines.markdown.parsing import MAX_DEPTH
from guidelines.markdown.references import Reference
from guidelines.markdown.render import BLOCK_KEY, VERSION, render
from guidelines.models import GuidelineImage, GuidelineVersion, TextBlock
from guidelines.selectors.terms import term_entries, terms_stamp

KEEP_SECONDS = 30 * 24 * 3600


def rendered(version: GuidelineVersion, *, stamp: str | None = None) -> Rendered:
    """The page of a version before links are filled in; its guideline must be loaded.

    Who renders many brings the stamp of their language's terms.
    """
    blocks = block_texts(version.body)
    language = version.guideline.language
    stamp = stamp or terms_stamp(language)
    key = _key(version, blocks, stamp)
    if (kept := cache.get(key)) is not None:
        return Rendered.from_json(kept)
    page = render(version.body, context_of(version, blocks=blocks))
    cache.set(key, page.to_json(), KEEP_SECONDS)
    return page


def context_of(
    version: GuidelineVersion,
    *,
    blocks: Mapping[str, str] | None = None,
    anchors: Sequence[str] | None = None,
    with_lines: bool = False,
) -> RenderContext:
    """What rendering needs to know; the editor's preview asks for lines and brings its anchors."""
    language = version.guideline.language
    return RenderContext(
        anchors=tuple(version.anchors if anchors is None else anchors),
        blocks=find_blocks if blocks is None else lambda keys: _chosen(blocks, keys),
        terms=term_entries(language),
        image_url=find_images,
        with_lines=with_lines,
        labels=labels(language),
        title=version.title,
    )


def html_for(version: GuidelineVersion, user: Any) -> str:
    """The page of a version as this person may read it."""
    return filled(rendered(version).html, user)


def filled(html: str, user: Any) -> str:
    """Rendered HTML with the links that this person may follow."""
    return fill(html, partial(resolve, user=user), missing=_("(not available to you)"))


def resolve(references: frozenset[Reference], *, user: Any) -> dict[Reference, Target]:
    """Where these references lead, as far as this person may go there."""
    wanted: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for reference in references:
        wanted[reference.prefix].add((reference.code, reference.anchor))
    targets = {}
    for prefix, pairs in wanted.items():
        kind = link_targets.get(prefix)
        for pair, page in kind.resolve(frozenset(pairs), user).items() if kind else ():
            targets[Reference(prefix, *pair)] = Target(page.url, page.title)
    return targets


def text_sha256(version: GuidelineVersion) -> str:
    """The hash of what a reader reads: title, text, and the text blocks in it."""
    blocks = block_texts(version.body)
    parts = [version.title, version.body, *(f"{key}\n{blocks[key]}" for key in sorted(blocks))]
    return hashlib.sha256("\n\0".join(parts).encode()).hexdigest()


def block_texts(source: str) -> dict[str, str]:
    """The released text of every block that the source includes, also through other blocks."""
    known: dict[str, str] = {}
    wanted = set(BLOCK_KEY.findall(source))
    for _level in range(MAX_DEPTH):
        if not (wanted := wanted - known.keys()):
            break
        found = find_blocks(frozenset(wanted))
        known.update(found)
        wanted = {key for text in found.values() for key in BLOCK_KEY.findall(text)}
    return known


def labels(language: str) -> dict[str, str]:
    """The words that rendering adds to a text, in the text's language."""
    with translation.override(language):
        return {
            "note": _("Note"),
            "tip": _("Tip"),
            "important": _("Important"),
            "warning": _("Warning"),
            "caution": _("Caution"),
            "task_done": _("Done"),
            "task_open": _("Not done"),
            "footnotes": _("Footnotes"),
            "footnote": _("Footnote {number}"),
            "footnote_back": _("Back to the text, footnote {number}"),
            "section_link": _("Link to section {title}"),
            "table": _("Table {number}"),
            "code": _("Code {number}"),
        }


def _key(version: GuidelineVersion, blocks: Mapping[str, str], stamp: str) -> str:
    parts = [
        str(VERSION),
        version.guideline.language,
        version.title,
        version.body,
        *map(str, version.anchors),
        *(f"{key}={blocks[key]}" for key in sorted(blocks)),
        stamp,
    ]
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return f"guideline-page:{digest}"


def _chosen(known: Mapping[str, str], keys: frozenset[str]) -> dict[str, str]:
    return {key: known[key] for key in keys if key in known}


def find_blocks(keys: frozenset[str]) -> dict[str, str]:
    """The released texts of these blocks."""
    rows = TextBlock.objects.filter(key__in=keys, released_at__isnull=False)
    return dict(rows.values_list("key", "body"))


def find_images(tokens: frozenset[str]) -> dict[str, ImageTarget]:
    """Address and size of these pictures."""
    rows = GuidelineImage.objects.filter(token__in=tokens)
    return {row.token: ImageTarget(row.get_absolute_url(), row.width, row.height) for row in rows}

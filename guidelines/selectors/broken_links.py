"""Links inside the portal that lead nowhere: of one version, and of all that are published."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from accounts.roles import Capability, can
from core.registries import link_targets
from guidelines.enums import VersionState
from guidelines.markdown.documents import Code, ImageTarget, RenderContext, Rendered
from guidelines.markdown.references import Reference
from guidelines.markdown.render import BLOCK_KEY, IMAGE_TOKEN, VERSION, render
from guidelines.models import Guideline, GuidelineImage, GuidelineVersion, TextBlock
from guidelines.selectors import pages
from guidelines.selectors.remarks import sentence
from guidelines.selectors.retired_links import retired

KEEP_SECONDS = 7 * 24 * 3600
BLOCKING = frozenset(
    {
        Code.UNKNOWN_ANCHOR,
        Code.RELATIVE_LINK,
        Code.IMAGE_UNKNOWN,
        Code.IMAGE_OUTSIDE,
        Code.UNKNOWN_BLOCK,
        Code.BLOCK_CYCLE,
        Code.BLOCK_DEPTH,
    }
)
REPORTED = BLOCKING | {Code.IMAGE_WITHOUT_ALT}


@dataclass(frozen=True)
class Finding:
    """Something on a line of a text that a reader cannot follow; blocking ones stop publishing."""

    line: int
    sentence: str
    is_blocking: bool = True


@dataclass(frozen=True)
class Report:
    """What is broken in one published version."""

    version: GuidelineVersion
    findings: list[Finding]


def findings(version: GuidelineVersion, user: Any) -> list[Finding]:
    """What is broken in this version for this person; what they may not see counts as nowhere."""
    page = pages.rendered(version)
    there = _there([one.reference for one in page.references], user)
    return _with_retired(_findings(version, page, there, user), page, retired(there, user))


def report(user: Any) -> list[Report]:
    """Every published version that the person may see and that has something broken."""
    versions = list(
        GuidelineVersion.objects.visible_to(user)
        .filter(state=VersionState.PUBLISHED)
        .select_related("guideline__chapter", "guideline__owner")
        .order_by("guideline__code", "guideline__language")
    )
    found = _pages(versions)
    used = [one.reference for page in found.values() for one in page.references]
    there = _there(used, user)
    gone = retired(there, user)
    reports = [
        Report(
            version,
            _with_retired(
                _findings(version, found[version.pk], there, user),
                found[version.pk],
                gone,
            ),
        )
        for version in versions
    ]
    return [each for each in reports if each.findings]


def _findings(
    version: GuidelineVersion, page: Rendered, there: frozenset[Reference], user: Any
) -> list[Finding]:
    made = [
        Finding(problem.line, sentence(problem), problem.message_code in BLOCKING)
        for problem in page.problems
        if problem.message_code in REPORTED
    ]
    own = {heading.anchor for heading in page.headings} | {""}
    for one in page.references:
        if one.reference not in there and not _is_own(one.reference, version.guideline, own):
            told = _("The link “%(link)s” leads nowhere.")
            made.append(Finding(one.line, told % {"link": _named(one.reference, user)}))
    return sorted(made, key=lambda finding: finding.line)


def _named(reference: Reference, user: Any) -> str:
    """The link, unless it could lead to a guideline that is hidden from the person."""
    if reference.prefix != "guideline" or can(user, Capability.SEE_RESTRICTED):
        return reference.href
    return _("(not available to you)")


def _with_retired(
    found: list[Finding], page: Rendered, gone: Mapping[Reference, str]
) -> list[Finding]:
    """The findings with links to retired guidelines, which stop no publishing."""
    remarks = [
        Finding(one.line, gone[one.reference], is_blocking=False)
        for one in page.references
        if one.reference in gone
    ]
    return sorted([*found, *remarks], key=lambda finding: finding.line)


def _is_own(reference: Reference, guideline: Guideline, anchors: set[str]) -> bool:
    """A link of a text to itself leads to what it is about to say."""
    return (
        reference.prefix == "guideline"
        and reference.code.casefold() == guideline.code.casefold()
        and reference.anchor in anchors
    )


def _there(used: Iterable[Reference], user: Any) -> frozenset[Reference]:
    """The references that lead to something published which the person may open."""
    wanted: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for reference in pages.resolve(frozenset(used), user=user):
        wanted[reference.prefix].add((reference.code, reference.anchor))
    return frozenset(
        Reference(prefix, *pair)
        for prefix, pairs in wanted.items()
        for pair in link_targets[prefix].exists(frozenset(pairs))
    )


def _pages(versions: Sequence[GuidelineVersion]) -> dict[int, Rendered]:
    """What each text refers to, in a fixed number of queries however many texts there are."""
    released = TextBlock.objects.filter(released_at__isnull=False)
    blocks = dict(released.values_list("key", "body"))
    texts = [*blocks.values(), *(version.body for version in versions)]
    tokens = {token for text in texts for token in IMAGE_TOKEN.findall(text)}
    stored = GuidelineImage.objects.filter(token__in=tokens).values_list("token", flat=True)
    images = {token: ImageTarget(f"/{token}") for token in stored}
    keys = {version.pk: _key(version, blocks, images) for version in versions}
    kept = cache.get_many(keys.values())
    made, fresh = {}, {}
    for version in versions:
        text = kept.get(keys[version.pk])
        page = Rendered.from_json(text) if text else _render(version, blocks, images)
        made[version.pk] = page
        if text is None:
            fresh[keys[version.pk]] = page.to_json()
    cache.set_many(fresh, KEEP_SECONDS)
    return made


def _render(
    version: GuidelineVersion, blocks: Mapping[str, str], images: Mapping[str, ImageTarget]
) -> Rendered:
    context = RenderContext(
        anchors=tuple(version.anchors),
        blocks=partial(_known, blocks),
        image_url=partial(_known, images),
        title=version.title,
    )
    page = render(version.body, context)
    return Rendered("", page.headings, page.references, problems=page.problems)


def _known(all_of: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: all_of[name] for name in names if name in all_of}


def _key(
    version: GuidelineVersion, blocks: Mapping[str, str], images: Mapping[str, ImageTarget]
) -> str:
    parts = [str(VERSION), version.title, *map(str, version.anchors), version.body]
    if BLOCK_KEY.search(version.body):
        parts += [f"{key}={blocks[key]}" for key in sorted(blocks)]
    text = "".join(parts)
    parts += sorted(token for token in set(IMAGE_TOKEN.findall(text)) if token in images)
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return f"guideline-links:{digest}"

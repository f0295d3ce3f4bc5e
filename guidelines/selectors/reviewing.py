"""What a review needs to know: what is missing, who could review, who publishes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.grants import holders
from accounts.models import RoleAssignment, User
from accounts.roles import CAPABILITIES, Capability, Role
from guidelines.enums import OPEN_STATES
from guidelines.markdown.headings import plain
from guidelines.markdown.sections import Section, split
from guidelines.models import Guideline, GuidelineVersion
from guidelines.models.structure import accessible_guidelines
from guidelines.review_rules import MANDATORY_SECTIONS, SECTION_NAMES

SHOWN = 8  # suggestions of reviewers


@dataclass(frozen=True)
class Missing:
    """Something that a draft needs before it can be reviewed; `field` is where to fill it in."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Suggestion:
    """A person who could review, and why."""

    person: User
    why: str


def missing(draft: GuidelineVersion) -> list[Missing]:
    """What the draft still needs before a review."""
    found = []
    if not draft.title.strip():
        found.append(Missing("title", _("A guideline needs a title.")))
    if not draft.audience.strip():
        found.append(Missing("audience", _("Say for whom this is written.")))
    if draft.number > 1 and not draft.change_note.strip():
        found.append(Missing("change_note", _("Say in one sentence what changed.")))
    for key in _empty_sections(draft):
        told = _("The section “%(title)s” is missing or empty.")
        found.append(Missing("body", told % {"title": SECTION_NAMES[key]}))
    return found


def suggested_reviewers(guideline: Guideline) -> list[Suggestion]:
    """Who may review: by grant on the guideline, on its chapter, by role; never its writers."""
    writers = writer_ids(guideline.versions.filter(state__in=OPEN_STATES).first())
    found: dict[int, Suggestion] = {}
    for person, why in _by_rule(guideline):
        if person.pk not in writers and person.pk not in found and len(found) < SHOWN:
            found[person.pk] = Suggestion(person, why)
    return list(found.values())


def may_know(person: Any, guideline: Guideline) -> bool:
    """Whether the person may know of the guideline, published or not."""
    return Guideline.objects.filter(accessible_guidelines(person), pk=guideline.pk).exists()


def writer_ids(version: GuidelineVersion | None) -> set[int]:
    """Everybody whose words are in the version, and who submitted it."""
    if version is None:
        return set()
    named = {version.created_by_id, version.submitted_by_id}
    return {pk for pk in named if pk} | set(version.writers.values_list("pk", flat=True))


def holding_right(right: str, guideline: Guideline) -> list[User]:
    """Active people who hold this right by grant on the guideline, on its chapter, or by role."""
    capability = Capability(f"{right}_guidelines")
    granted = [*_granted(right, guideline), *_granted(right, guideline.chapter)]
    found = {person.pk: person for person in [*granted, *people_with(capability)]}
    return [person for person in found.values() if may_know(person, guideline)]


def _by_rule(guideline: Guideline) -> Iterator[tuple[User, str]]:
    for person in _granted("review", guideline):
        yield person, _("reviews this guideline")
    for person in _granted("review", guideline.chapter):
        yield person, _("reviews the chapter %(chapter)s") % {"chapter": guideline.chapter}
    for person in _administrators_last(people_with(Capability.REVIEW_GUIDELINES)):
        if may_know(person, guideline):
            yield person, _("reviews guidelines by role")


def _granted(right: str, obj: Any) -> Iterable[User]:
    """Active people with this grant on the object, themselves or through a group."""
    people, groups = holders(obj, f"{right}_{obj._meta.model_name}")
    return (
        User.objects.filter(is_active=True)
        .filter(Q(pk__in=people.values("pk")) | Q(groups__in=groups.values("pk")))
        .distinct()
        .order_by("name")
    )


def people_with(capability: Capability) -> Iterable[User]:
    """Active people whose role allows this."""
    roles = [role for role, allowed in CAPABILITIES.items() if capability in allowed]
    assigned = RoleAssignment.objects.filter(user=OuterRef("pk"), role__in=roles)
    return User.objects.filter(Exists(assigned), is_active=True).order_by("name")


def _administrators_last(people: Iterable[User]) -> list[User]:
    """Who runs the portal may review, but it is not their trade."""
    running = set(User.objects.get_queryset().holding(Role.ADMINISTRATOR))
    return sorted(people, key=lambda person: person in running)


def _empty_sections(draft: GuidelineVersion) -> list[str]:
    """The mandatory sections that have no words, under their heading or the headings below it."""
    sections = split(draft.body, title=draft.title)
    words: dict[str, str] = {}
    key = ""
    for number, section in enumerate(sections):
        if section.level == 2:
            key = _standard_key(section, draft, number)
        words[key] = words.get(key, "") + section.plain_text.strip()
    return [key for key in MANDATORY_SECTIONS.get(draft.kind, ()) if not words.get(key)]


def _standard_key(section: Section, draft: GuidelineVersion, number: int) -> str:
    """Which standard section this is, by anchor or by its name in the text's language."""
    anchor = draft.anchors[number] if number < len(draft.anchors) else ""
    if anchor in SECTION_NAMES:
        return anchor
    with translation.override(draft.guideline.language):
        names = {plain(str(name)): key for key, name in SECTION_NAMES.items()}
    return names.get(plain(section.heading), "")

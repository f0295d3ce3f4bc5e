"""The guidelines of the demo city: what was shipped, and eight months of work with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import grants, groups
from guidelines.enums import Decision, TransitionRule, VersionState
from guidelines.models import Chapter, Guideline, GuidelineVersion
from guidelines.selectors.shipping import shipped_content
from guidelines.services import (
    blocks,
    drafts,
    publishing,
    retiring,
    reviewing,
    shipping,
    structure,
)
from guidelines.shipping.files import Content, from_text
from pmo_portal.demo import guideline_readers
from pmo_portal.demo.clock import Diary
from pmo_portal.demo.load import City, read

FIRST_DAY, LAST_DAY = -250, -1
REVIEWERS = ("petra", "ada")
LEAD = "petra"
VIEW = "view_guideline"
DAYS_OF_REVIEW = 6  # from the first words of a change until it is in force
Line = dict[str, Any]


@dataclass
class Shelf:
    """The city's guidelines by code, its people, and what its content file says of them."""

    people: dict[str, User]
    content: dict[str, Any]
    diary: Diary
    guidelines: dict[str, Guideline] = field(default_factory=dict)

    def now(self, code: str) -> Guideline:
        """The guideline as it is by now."""
        self.guidelines[code].refresh_from_db()
        return self.guidelines[code]

    def in_work(self, code: str) -> GuidelineVersion:
        """The version that is on its way."""
        version: GuidelineVersion = self.now(code).versions.open().get()
        return version


@transaction.atomic
def load(city: City, today: date | None = None) -> Shelf:
    """The shipped guidelines as of eight months ago, and what became of them until today."""
    diary = Diary(today or timezone.localdate())
    shelf = Shelf(city.people, read("guidelines"), diary)
    diary.note(FIRST_DAY, 8, _load_first_editions, shelf)
    diary.note(FIRST_DAY, 9, _settle_in, shelf)
    _plan_block(shelf)
    for line in shelf.content["own"]:
        _plan_own(shelf, line)
    for line in shelf.content["change"]:
        _plan_change(shelf, line)
    for line in shelf.content["remark"]:
        diary.note(line["day"], 14, _remark, shelf, line)
    guideline_readers.plan(shelf)
    diary.note(LAST_DAY, 6, lambda: shipping.load(shipped_content(), by=None))
    diary.live()
    return shelf


def _load_first_editions(shelf: Shelf) -> None:
    """What the portal brought with it then; some of it has changed since."""
    shipping.load(_older(shipped_content(), shelf.content["edition"]), by=shelf.people[LEAD])
    sources = Guideline.objects.filter(translation_of=None).select_related("chapter", "current")
    shelf.guidelines = {row.code: row for row in sources}


def _older(content: Content, editions: list[Line]) -> Content:
    edits = {line["code"]: line["edits"] for line in editions}
    guidelines = [
        from_text(edited(one.source, edits[one.key.code]), one.key.language)
        if one.key.code in edits
        else one
        for one in content.guidelines
    ]
    return replace(content, guidelines=tuple(guidelines))


def _settle_in(shelf: Shelf) -> None:
    """Owners and days of review."""
    lead = shelf.people[LEAD]
    for owner, codes in shelf.content["owners"].items():
        for code in codes:
            structure.update_guideline(shelf.now(code), by=lead, owner=shelf.people[owner])
    for code, days in shelf.content["next_reviews"].items():
        due = shelf.diary.day(days)
        structure.update_guideline(shelf.now(code), by=lead, next_review_on=due)


def _plan_block(shelf: Shelf) -> None:
    line = shelf.content["block"]

    def make() -> None:
        words = {name: line[name] for name in ("key", "title", "body")}
        block = blocks.create(by=shelf.people[line["by"]], **words)
        blocks.release(block, by=shelf.people[line["released_by"]])

    shelf.diary.note(line["day"], 10, make)


def _plan_own(shelf: Shelf, line: Line) -> None:
    """A guideline that did not come with the portal."""
    shelf.diary.note(line["day"], 10, _publish_own, shelf, line)
    if "group" in line:
        shelf.diary.note(line["day"], 11, _let_in, shelf, line)
    if "retired" in line:
        shelf.diary.note(line["retired"], 12, _retire, shelf, line)


def _publish_own(shelf: Shelf, line: Line) -> None:
    lead = shelf.people[LEAD]
    identity = drafts.Identity(
        code=line["code"], language="en", owner=lead, access=line.get("access", "company")
    )
    texts = {name: line[name] for name in ("title", "kind", "audience", "tags")}
    texts |= {"body": line["body"].strip(), "change_note": "First edition."}
    draft = drafts.create(Chapter.objects.get(title=line["chapter"]), identity, by=lead, **texts)
    publishing.publish_imported(draft, by=lead, reason=line["reason"])
    shelf.guidelines[line["code"]] = draft.guideline


def _let_in(shelf: Shelf, line: Line) -> None:
    members = [shelf.people[key] for key in line["members"]]
    circle = groups.create(name=line["group"], members=members, by=shelf.people[LEAD])
    grants.grant(VIEW, shelf.now(line["code"]), circle, by=shelf.people[LEAD])


def _retire(shelf: Shelf, line: Line) -> None:
    retiring.retire(
        shelf.now(line["code"]),
        by=shelf.people[LEAD],
        reason=line["retired_reason"],
        replaced_by=shelf.now(line["replaced_by"]),
    )


def _plan_change(shelf: Shelf, line: Line) -> None:
    """A draft, its review and its publication, as far as the line says that it came."""
    state, day = line.get("state", VersionState.PUBLISHED), line["day"]
    is_published = state == VersionState.PUBLISHED
    begun = day - DAYS_OF_REVIEW if is_published else day
    shelf.diary.note(begun, 9, _write, shelf, line)
    if "typed" in line:
        shelf.diary.note(LAST_DAY, 16, _type, shelf, line)
    if state != VersionState.DRAFT:
        shelf.diary.note(begun, 11, _submit, shelf, line)
    if is_published:
        for place, key in enumerate(REVIEWERS):
            shelf.diary.note(begun + 2 + place, 9, _approve, shelf, line, key)
        shelf.diary.note(day, 8, _publish, shelf, line)


def _write(shelf: Shelf, line: Line) -> None:
    by = shelf.people[line["by"]]
    draft = drafts.start(shelf.now(line["code"]), by=by)
    day = shelf.diary.day(_in_force(line)) if "state" not in line else "open"
    history = f"| {draft.number} | {day} | {line['note']} |"  # the last table of every text
    body = f"{edited(draft.body, line['edits'])}\n{history}"
    drafts.save(draft, by=by, base_revision=draft.revision, body=body, change_note=line["note"])


def _type(shelf: Shelf, line: Line) -> None:
    """Another writer has typed something and not saved it."""
    draft = shelf.in_work(line["code"])
    values = {"body": edited(draft.body, line["typed"])}
    typist = shelf.people[line["typed_by"]]
    drafts.keep(draft, by=typist, base_revision=draft.revision, values=values)


def _submit(shelf: Shelf, line: Line) -> None:
    reviewers = [shelf.people[key] for key in REVIEWERS]
    reviewing.submit(shelf.in_work(line["code"]), by=shelf.people[line["by"]], reviewers=reviewers)


def _approve(shelf: Shelf, line: Line, reviewer: str) -> None:
    version, by = shelf.in_work(line["code"]), shelf.people[reviewer]
    reviewing.decide(version, by=by, decision=Decision.APPROVED)


def _publish(shelf: Shelf, line: Line) -> None:
    publishing.publish(
        shelf.in_work(line["code"]),
        by=shelf.people[LEAD],
        is_material=line.get("is_material", True),
        change_note=line["note"],
        transition=TransitionRule.AT_ONCE,
        effective_on=shelf.diary.day(_in_force(line)),
    )


def _in_force(line: Line) -> int:
    days: int = line["effective"] if "effective" in line else line["day"]
    return days


def _remark(shelf: Shelf, line: Line) -> None:
    """What a reviewer says of the version in review, and what its writer answers."""
    version, by = shelf.in_work(line["code"]), shelf.people[line["by"]]
    passage = {"quote": line.get("quote", ""), "suggestion": line.get("suggestion")}
    said = reviewing.comment(version, by=by, body=line["body"], **passage)
    if "answer" in line:
        writer = shelf.people[line["answer_by"]]
        reviewing.comment(version, by=writer, body=line["answer"], parent=said)


def edited(text: str, edits: list[list[str]]) -> str:
    """The text with each passage replaced; one that is not there exactly once is a mistake."""
    for old, new in edits:
        if text.count(old) != 1:
            raise ValueError(f"{text.count(old)} times in the text: {old}")
        text = text.replace(old, new)
    return text

"""What readers of the demo city do: confirm, tell what helped, keep at hand, read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidelines.models import Campaign, Feedback
from guidelines.services import campaigns, care, confirmations, exceptions, reading

if TYPE_CHECKING:
    from pmo_portal.demo.guidelines import Line, Shelf

LEAD = "petra"
REMINDED = (-82, -68, -50, -21, -13, -1)  # days on which owners heard of reviews


def plan(shelf: Shelf) -> None:
    """Note in the diary what readers did since the guidelines came."""
    for line in shelf.content["campaign"]:
        _plan_campaign(shelf, line)
    for line in shelf.content["feedback"]:
        _plan_feedback(shelf, line)
    for days in REMINDED:
        shelf.diary.note(days, 5, care.remind_owners, shelf.diary.day(days))
    for key, views in shelf.content["views"].items():
        for code, days, hour in views:
            shelf.diary.note(days, hour, _view, shelf, key, code)
    shelf.diary.note(-1, 9, _keep_at_hand, shelf)


def _plan_campaign(shelf: Shelf, line: Line) -> None:
    """Opened, excused, reminded and confirmed on its days, and closed if it is over."""
    opened: list[Campaign] = []
    note, day = shelf.diary.note, line["day"]

    def open_it() -> None:
        opened.append(_open(shelf, line))

    def excuse(key: str, reason: str) -> None:
        asked = opened[0].requests.get(person=shelf.people[key])
        exceptions.excuse(asked, by=shelf.people[LEAD], reason=reason)

    def confirm(key: str) -> None:
        confirmations.confirm(opened[0].version, by=shelf.people[key])

    note(day, 12, open_it)
    for key, reason in line["excused"].items():
        note(day + 1, 8, excuse, key, reason)
    for key, days in line["confirmed"].items():
        note(days, 13, confirm, key)
    for days in line.get("reminded", ()):
        note(days, 7, lambda: campaigns.remind(opened[0]))
    if "closed" in line:
        reason = line["closed_reason"]
        note(
            line["closed"],
            9,
            lambda: campaigns.close(opened[0], by=shelf.people[LEAD], reason=reason),
        )


def _open(shelf: Shelf, line: Line) -> Campaign:
    version = shelf.now(line["code"]).current
    assert version is not None
    return campaigns.create(
        version,
        by=shelf.people[LEAD],
        audience={name: line[name] for name in ("roles", "sources") if name in line},
        due_on=shelf.diary.day(line["due"]),
        message=line["message"],
    )


def _plan_feedback(shelf: Shelf, line: Line) -> None:
    given: list[Feedback] = []

    def give() -> None:
        version = shelf.now(line["code"]).current
        assert version is not None
        said: dict[str, Any] = {name: line[name] for name in ("is_helpful", "comment")}
        given.append(reading.give_feedback(version, by=shelf.people[line["by"]], **said))

    def answer() -> None:
        by = shelf.people[line["answer_by"]]
        reading.answer_feedback(given[0], by=by, answer=line["answer"])

    shelf.diary.note(line["day"], 15, give)
    if "answer" in line:
        shelf.diary.note(line["day"] + 1, 9, answer)


def _view(shelf: Shelf, key: str, code: str) -> None:
    reading.note_view(shelf.now(code), by=shelf.people[key])


def _keep_at_hand(shelf: Shelf) -> None:
    for key, codes in shelf.content["favourites"].items():
        for code in codes:
            reading.set_favourite(shelf.now(code), by=shelf.people[key], is_on=True)
    for key, codes in shelf.content["watches"].items():
        for code in codes:
            reading.set_watch(shelf.now(code), by=shelf.people[key], is_on=True)

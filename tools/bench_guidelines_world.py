"""500 guidelines of three versions, 2,000 people, grants, terms, campaigns: for measuring."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from tools import bench_guidelines_texts as texts
from tools.places import ROOT

GUIDELINES, HANDBOOKS, CHAPTERS = texts.CODES, 3, 33
PEOPLE, TERMS, SMALL_CAMPAIGNS, COMMENTS = 2_000, 100, 30, 40
BATCH = 200
DRAFT, IN_REVIEW, APPROVED = 10, 11, 12  # guidelines whose number ends like this have an open one
REVIEWED, ASKED = IN_REVIEW, 4  # with many comments, and with the campaign of 2,000


def email(number: int) -> str:
    """Who is who: 0 PMO lead, 1 team member, 2 one with grants, 3 external, from 4 on others."""
    return f"g{number}@bench.example.org"


def fill() -> None:
    """Fill a migrated database; does nothing where the world is there already."""
    from guidelines.models import Handbook

    if Handbook.objects.filter(title__startswith="Bench").exists():
        return
    people = _people()
    chapters = _chapters()
    guidelines = _guidelines(chapters, people)
    _versions(guidelines, people)
    _sections(guidelines)
    _terms(guidelines)
    _grants(people, guidelines, chapters)
    _review(guidelines[REVIEWED - 1], people)
    _campaigns(guidelines, people)
    _habits(people, guidelines)
    _project(people)
    _index(guidelines)


def _people() -> list[Any]:
    from accounts.models import RoleAssignment, User
    from accounts.roles import Role

    first = [Role.PMO_LEAD, Role.TEAM_MEMBER, Role.TEAM_MEMBER, Role.EXTERNAL, Role.PMO_ANALYST]
    roles = [*first, *[Role.PROJECT_MANAGER] * 195]
    roles += [Role.TEAM_MEMBER] * (PEOPLE - len(roles))
    people = User.objects.bulk_create(
        [User(email=email(n), name=f"Person {n:04}", unit=f"Unit {n % 25}") for n in range(PEOPLE)],
        batch_size=BATCH,
    )
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(user=user, role=role) for user, role in zip(people, roles, strict=True)],
        batch_size=BATCH,
    )
    return people


def _chapters() -> list[Any]:
    from guidelines.models import Chapter, Handbook

    books = [
        Handbook.objects.create(title=f"Bench {n}", position=n) for n in range(1, HANDBOOKS + 1)
    ]
    return Chapter.objects.bulk_create(
        [
            Chapter(
                handbook=books[n % HANDBOOKS],
                title=f"Chapter {n}",
                position=n,
                access="restricted" if n % 11 == 0 else "company",
            )
            for n in range(1, CHAPTERS + 1)
        ]
    )


def _guidelines(chapters: list[Any], people: list[Any]) -> list[Any]:
    from django.utils import timezone

    from guidelines.models import Guideline

    today = timezone.localdate()
    return Guideline.objects.bulk_create(
        [
            Guideline(
                chapter=chapters[n % CHAPTERS],
                code=texts.code(n),
                language="en",
                owner=people[4 + n % 60],
                access="restricted" if n % 13 == 5 else "company",
                position=n,
                next_review_on=today + timedelta(days=n * 3 - 200),
            )
            for n in range(1, GUIDELINES + 1)
        ],
        batch_size=BATCH,
    )


def _versions(guidelines: list[Any], people: list[Any]) -> None:
    """Three of each; the third is open in three tenths of them."""
    from guidelines.models import Guideline, GuidelineVersion

    for start in range(0, GUIDELINES, BATCH):
        group = guidelines[start : start + BATCH]
        rows = [row for guideline in group for row in _three(guideline, people)]
        GuidelineVersion.objects.bulk_create(rows)
        for row in rows:
            if row.state == "published":
                row.guideline.current = row
        Guideline.objects.bulk_update(group, ["current"])


def _three(guideline: Any, people: list[Any]) -> list[Any]:
    number = guideline.position
    third = texts.parts(number)
    second = texts.edited(third, number)
    first = texts.edited(second, 10_000 + number)
    open_as = {0: "draft", 1: "in_review", 2: "approved"}.get(number % 10)
    states = ["superseded", "published", open_as] if open_as else ["superseded"] * 2 + ["published"]
    made: list[Any] = []
    for index, (of, state) in enumerate(zip((first, second, third), states, strict=True), start=1):
        made.append(_version(guideline, index, str(state), texts.markdown(of), people))
    return made


def _version(guideline: Any, number: int, state: str, body: str, people: list[Any]) -> Any:
    from django.utils import timezone

    from guidelines.enums import Kind, Method
    from guidelines.markdown.sections import carry_anchors, split
    from guidelines.models import GuidelineVersion

    chance = random.Random(f"{guideline.code} {number}")
    title = texts.title(guideline.position)
    then = timezone.now() - timedelta(days=400 * (3 - number) + chance.randint(1, 200))
    is_sealed = state in ("superseded", "published")
    return GuidelineVersion(
        guideline=guideline,
        number=number,
        state=state,
        title=title,
        kind=chance.choice(Kind.values),
        methods=chance.sample(Method.values, chance.choice((0, 0, 2))),
        classes=chance.sample("ABCD", chance.choice((0, 0, 2))),
        tags=chance.sample(("scope", "time", "cost", "risk", "people", "quality"), 2),
        body=body,
        anchors=list(carry_anchors((), split(body, title=title))),
        change_note="Says more clearly who decides.",
        created_by=people[5],
        published_at=then if is_sealed else None,
        effective_on=then.date() if is_sealed else None,
    )


def _sections(guidelines: list[Any]) -> None:
    """As publishing writes them."""
    from guidelines.services.publishing import write_sections

    for guideline in guidelines:
        write_sections(guideline.current)


def _terms(guidelines: list[Any]) -> None:
    from guidelines.models import Term
    from tools.bench_search import vocabulary

    path = ROOT / "guidelines" / "content" / "en" / "glossary.toml"
    known = tomllib.loads(path.read_text())["term"][:TERMS]
    rows = [
        Term(name=term["name"], slug=f"t-{n}", definition=term["definition"], language="en")
        for n, term in enumerate(known)
    ]
    more = [word for word in vocabulary()[3000:] if len(word) > 5][: TERMS - len(rows)]
    rows += [Term(name=word, slug=word, definition="Made up.", language="en") for word in more]
    for n, row in enumerate(rows):
        row.guideline = guidelines[n]
    Term.objects.bulk_create(rows)


def _grants(people: list[Any], guidelines: list[Any], chapters: list[Any]) -> None:
    """Person 2 holds some on guidelines, on a chapter and through a group; person 3 fewer."""
    from django.contrib.auth.models import Group

    from accounts.grants import grant

    group = Group.objects.create(name="Bench readers")
    group.user_set.add(people[2], people[3], *people[100:140])
    restricted = [each for each in guidelines if each.access == "restricted"]
    for guideline in restricted[:10]:
        grant("view_guideline", guideline, group)
    for guideline in restricted[10:20]:
        grant("write_guideline", guideline, people[2])
    closed = [each for each in chapters if each.access == "restricted"]
    grant("view_chapter", closed[0], people[2])
    grant("view_chapter", closed[1], people[3])


def _review(guideline: Any, people: list[Any]) -> None:
    """A version in review with three reviewers and many comments, some with suggestions."""
    from guidelines.models import ReviewComment, Reviewer

    version = guideline.versions.get(state="in_review")
    Reviewer.objects.bulk_create([Reviewer(version=version, person=people[n]) for n in (0, 4, 6)])
    passages = [line for line in version.body.splitlines() if len(line) > 60][:COMMENTS]
    ReviewComment.objects.bulk_create(
        [
            ReviewComment(
                version=version,
                author=people[n % 5],
                body="Who decides?",
                quote=passages[n % len(passages)][10:40],
                start=version.body.index(passages[n % len(passages)]) + 10,
                suggestion="the sponsor" if n % 3 == 0 else None,
            )
            for n in range(COMMENTS)
        ]
    )


def _campaigns(guidelines: list[Any], people: list[Any]) -> None:
    _campaign(guidelines[ASKED - 1], people, "open")
    for n in range(SMALL_CAMPAIGNS):
        number = 20 + n * 5
        _campaign(guidelines[number], people[n * 40 : n * 40 + 50], "closed")


def _campaign(guideline: Any, people: Iterable[Any], state: str) -> None:
    """Three in five have confirmed."""
    from django.utils import timezone

    from guidelines.models import Campaign, Confirmation, ConfirmationRequest

    now = timezone.now()
    version = guideline.current
    campaign = Campaign.objects.create(
        version=version,
        state=state,
        due_on=now.date(),
        opened_at=now,
        audience={"roles": ["team_member"]},
    )
    requests = [
        ConfirmationRequest(
            campaign=campaign,
            person=person,
            unit=person.unit,
            state="confirmed" if n % 5 < 3 else "open",
            asked_at=now,
        )
        for n, person in enumerate(people)
    ]
    ConfirmationRequest.objects.bulk_create(requests, batch_size=BATCH)
    Confirmation.objects.bulk_create(
        [
            Confirmation(
                guideline=guideline,
                version=version,
                person=each.person,
                person_name=each.person.name,
                person_email=each.person.email,
                code=guideline.code,
                number=version.number,
                statement="I have read and understood it.",
                text_sha256="0" * 64,
                confirmed_at=now,
            )
            for each in requests
            if each.state == "confirmed"
        ],
        batch_size=BATCH,
    )


def _habits(people: list[Any], guidelines: list[Any]) -> None:
    """What those who are measured read, keep at hand and said."""
    from django.utils import timezone

    from guidelines.models import Favourite, Feedback, RecentView, Watch

    now = timezone.now()
    for person in people[:60]:
        read = random.Random(person.email).sample(guidelines, 40)
        RecentView.objects.bulk_create(
            [
                RecentView(person=person, guideline=each, viewed_at=now - timedelta(hours=n))
                for n, each in enumerate(read)
            ]
        )
        Favourite.objects.bulk_create([Favourite(person=person, guideline=g) for g in read[:8]])
        Watch.objects.bulk_create([Watch(person=person, guideline=g) for g in read[:8]])
        Feedback.objects.bulk_create(
            [Feedback(person=person, version=g.current, is_helpful=True) for g in read[:8]]
        )


def _project(people: list[Any]) -> None:
    """One project whose tab lists what applies to it; bench_world brings the other 10,000."""
    from django.utils import timezone

    from portfolio.models import FOREVER, Portfolio, Project, ProjectFigures

    portfolio = Portfolio.objects.create(name="Bench guidelines", owner=people[0])
    project = Project.objects.create(
        portfolio=portfolio, code="BG-1", name="Measured", manager=people[5], method="Scrum"
    )
    ProjectFigures.objects.create(
        project=project, report_on=timezone.localdate(), superseded_on=FOREVER, project_class="B"
    )


def _index(guidelines: list[Any]) -> None:
    from core import search

    search.refresh("guidelines.guideline", [each.pk for each in guidelines])

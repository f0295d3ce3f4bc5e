"""Small guidelines for tests; published ones are set up directly, without their lifecycle."""

from itertools import count

from django.utils import timezone

from guidelines.enums import VersionState
from guidelines.models import Chapter, Guideline, GuidelineVersion, Handbook
from guidelines.services import drafts, structure

_numbers = count(1)
BODY = "## Summary\n\n- Short.\n\n## Rules\n\nThe manager **must** write it down.\n"


def handbook(title="Handbook", **values) -> Handbook:
    found = Handbook.objects.filter(title=title).first()
    return found or structure.create_handbook(by=None, title=title, **values)


def chapter(title="Control", *, book=None, **values) -> Chapter:
    book = book or handbook()
    found = book.chapters.filter(title=title).first()
    return found or structure.create_chapter(book, by=None, title=title, **values)


def draft(code=None, *, by=None, inside=None, body=BODY, **values) -> GuidelineVersion:
    """A new guideline with its first draft; identity fields and text fields both go in values."""
    identity = {
        name: values.pop(name)
        for name in ("language", "owner", "translation_of", "access", "review_months")
        if name in values
    }
    identity = {"language": "en", **identity}
    return drafts.create(
        inside or chapter(),
        drafts.Identity(code=code or f"GL-{next(_numbers):03}", **identity),
        by=by,
        body=body,
        **{"title": "Change control", "kind": "standard", "audience": "Everybody", **values},
    )


def in_state(version: GuidelineVersion, state: str) -> GuidelineVersion:
    """The version put into a state from outside, as no service would."""
    GuidelineVersion.objects.filter(pk=version.pk).update(state=state)
    version.refresh_from_db()
    return version


def published(code=None, **values) -> Guideline:
    """A guideline whose first version is in force since today."""
    return publish(draft(code, **values))


def publish(version: GuidelineVersion) -> Guideline:
    """Put a draft in force; the version before it is superseded."""
    today, now = timezone.localdate(), timezone.now()
    guideline = version.guideline
    guideline.versions.filter(state=VersionState.PUBLISHED).update(
        state=VersionState.SUPERSEDED, ended_on=today
    )
    GuidelineVersion.objects.filter(pk=version.pk).update(
        state=VersionState.PUBLISHED, effective_on=today, published_at=now
    )
    version.refresh_from_db()
    guideline.current = version
    guideline.save(update_fields=["current"])
    return guideline


def next_draft(guideline: Guideline, *, by=None, **values) -> GuidelineVersion:
    """A draft of the next version with these changes."""
    version = drafts.start(guideline, by=by)
    return drafts.save(version, by=by, base_revision=version.revision, **values)

"""Writes the files of one import as guidelines, drafts and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core import files
from guidelines.domain.rasters import NotAPicture, prepare
from guidelines.enums import Access
from guidelines.exchange.leftovers import leftovers
from guidelines.exchange.links import Linked, Linker
from guidelines.exchange.origins import origin_of, stored_body
from guidelines.exchange.pictures import plain_size
from guidelines.exchange.places import Places
from guidelines.exchange.plan import Entry, Outcome, Plan
from guidelines.exchange.problems import Problem
from guidelines.exchange.reading import GuideFile, Package
from guidelines.exchange.values import months_of, note_of, values_of
from guidelines.models import Chapter, Guideline, GuidelineImage, GuidelineVersion, Handbook
from guidelines.models.library import new_token
from guidelines.permissions import check, has_right, why_not_write_in
from guidelines.selectors.imports import ALLOWED
from guidelines.services import drafts, publishing, structure
from guidelines.services.pictures import REASONS

if TYPE_CHECKING:
    from guidelines.services.imports import Choices


class _Tokens:
    """A token for each picture that one text shows."""

    def __init__(self, images: Mapping[str, bytes]) -> None:
        self._images = images
        self._made: dict[str, str] = {}

    def of(self, path: str) -> str:
        """The picture's token; empty where the package has no such picture."""
        return self._made.setdefault(path, new_token()) if path in self._images else ""


class Writer:
    """One import under way: what it made and what it could not keep."""

    def __init__(
        self, handbook: Handbook, package: Package, plan: Plan, choices: Choices, by: Any
    ) -> None:
        self.handbook, self.package, self.choices, self.by = handbook, package, choices, by
        self.linker = Linker(Places(package), plan.codes)
        self.files = {file.path: file for file in package.files}
        self.chapters: dict[str, Chapter] = {}
        self.rows: list[dict[str, Any]] = []
        self.problems: list[Problem] = []

    def token(self, path: str) -> str:
        """A token for a picture of the package, for looking only."""
        return "x" * 16 if path in self.package.images else ""

    def write(self, entry: Entry) -> None:
        """Make the guideline or the draft of one file, or note why not."""
        row = {**vars(entry), "outcome": entry.outcome.value}
        file = self.files[entry.path]
        if entry.is_written:
            tokens = _Tokens(self.package.images)
            linked = self.linker.link(file, tokens.of)
            values, problems = values_of(file, ALLOWED)
            self.problems += [*problems, *linked.problems, *leftovers(file)]
            version = self._version(entry, file, linked, values)
            self._keep_pictures(version.guideline, linked, tokens)
            self._finish(version, file, linked, values)
            row |= {"guideline": version.guideline_id, "version": version.number}
        self.rows.append(row)

    def unused(self) -> list[Problem]:
        """Pictures that no text of this import shows."""
        shown = {
            path
            for file in self.package.files
            for path in self.linker.link(file, self.token).images
        }
        left = [path for path in self.package.images if path not in shown]
        return [Problem(path, 0, "image_unused") for path in left]

    def _version(
        self, entry: Entry, file: GuideFile, linked: Linked, values: dict[str, Any]
    ) -> GuidelineVersion:
        texts = {**values, "body": stored_body(linked), "change_note": self._note(file)}
        if entry.outcome == Outcome.NEW:
            return self._new(entry, file, texts)
        guideline = Guideline.objects.get(code__iexact=entry.code, language=self.choices.language)
        draft = guideline.versions.open().first()
        draft = draft or drafts.start(guideline, by=self.by)
        return drafts.save(
            draft, by=self.by, base_revision=draft.revision, comment=_("Imported"), **texts
        )

    def _new(self, entry: Entry, file: GuideFile, texts: dict[str, Any]) -> GuidelineVersion:
        """A new guideline; under a code of another language it is that one's translation."""
        source = Guideline.objects.filter(code__iexact=entry.code, translation_of=None).first()
        identity = drafts.Identity(
            code=source.code if source else entry.code,
            language=self.choices.language,
            owner=self.by,
            translation_of=source,
            access=source.access if source else Access.COMPANY,
            review_months=months_of(file),
            source_path=file.path[-300:],
        )
        chapter = source.chapter if source else self._chapter(entry.chapter)
        return drafts.create(chapter, identity, by=self.by, **texts)

    def _finish(
        self, version: GuidelineVersion, file: GuideFile, linked: Linked, values: dict[str, Any]
    ) -> None:
        origin = origin_of(file, linked, values)
        rows = GuidelineVersion.objects.filter(pk=version.pk)
        rows.update(origin=origin, front_matter=file.front_matter)
        if not version.guideline.source_path:
            Guideline.objects.filter(pk=version.guideline_id).update(source_path=file.path[-300:])
        version.refresh_from_db()
        if self.choices.is_published:
            if self.by is not None and not has_right(self.by, "publish", version.guideline):
                raise ValidationError(
                    {"is_published": _("Your roles do not allow publishing this guideline.")}
                )
            publishing.publish_imported(version, by=self.by, reason=self.choices.reason)

    def _keep_pictures(self, guideline: Guideline, linked: Linked, tokens: _Tokens) -> None:
        for path in linked.images:
            content = self.package.images[path]
            try:
                raster = prepare(content)
            except NotAPicture as refusal:
                reason = str(REASONS[refusal.code])
                self.problems.append(Problem(path, 0, "image_refused", {"reason": reason}))
                continue
            # A picture with nothing hidden in it is kept as it is, so that it leaves as it came.
            is_kept = plain_size(content) == (raster.width, raster.height)
            if not is_kept:
                self.problems.append(Problem(path, 0, "image_rewritten"))
            name = path.rpartition("/")[2][-200:]
            GuidelineImage.objects.create(
                guideline=guideline,
                token=tokens.of(path),
                file=files.store(
                    content if is_kept else raster.content,
                    name=name,
                    content_type=raster.content_type,
                    by=self.by,
                ),
                width=raster.width,
                height=raster.height,
                source_path=path[-300:],
                created_by=self.by,
            )

    def _chapter(self, title: str) -> Chapter:
        if title not in self.chapters:
            found = self.handbook.chapters.filter(title=title).first()
            chapter = found or structure.create_chapter(self.handbook, by=self.by, title=title)
            if self.by is not None:
                check(why_not_write_in(self.by, chapter))
            self.chapters[title] = chapter
        return self.chapters[title]

    def _note(self, file: GuideFile) -> str:
        return note_of(file) or _("Imported from %(path)s.") % {"path": file.path}

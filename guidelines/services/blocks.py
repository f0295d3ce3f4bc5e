"""Text blocks: one person proposes a change, another one releases it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.changes import assign
from core.errors import Errors
from core.events import record
from core.versions import revision
from guidelines.models import GuidelineVersion, TextBlock


@transaction.atomic
def create(*, by: Any, key: str, title: str, body: str) -> TextBlock:
    """A new block with its first text proposed; it can be included once it is released."""
    block = TextBlock()
    errors = Errors()
    assign(block, {"key": key, "title": title}, ("key", "title"), errors)
    errors.require(block, "key", _("A block needs a key."))
    errors.require(block, "title", _("A block needs a title."))
    errors.raise_if_any()
    block.validate_unique()
    _propose(block, by, body)
    record("guidelines.block_created", block, by=by, data=_told(block))
    return block


@transaction.atomic
def propose(block: TextBlock, *, by: Any, body: str, title: str | None = None) -> TextBlock:
    """Propose another text; readers see the released one until somebody else releases this."""
    _lock(block)
    if title is not None:
        block.title = title.strip() or block.title
    _propose(block, by, body)
    record("guidelines.block_proposed", block, by=by, data=_told(block))
    return block


@transaction.atomic
def release(block: TextBlock, *, by: Any) -> TextBlock:
    """Let the proposed text go live in every guideline that includes the block: four eyes.

    What goes live is the proposal that the caller has read, not one that came meanwhile.
    """
    read = block.proposed_at
    _lock(block)
    if read is not None and block.proposed_at not in (None, read):
        raise ValidationError(_("The proposal has changed since you read it. Read it again."))
    if block.proposed_at is None:
        raise ValidationError(_("Nothing is proposed for this block."))
    if by is not None and block.proposed_by_id == by.pk:
        raise ValidationError(_("You proposed this text, so another person has to release it."))
    block.body, block.proposed_body = block.proposed_body, ""
    block.proposed_at, block.released_at, block.released_by = None, timezone.now(), by
    with revision(by=by, comment=_("Released")):
        block.save()
    record("guidelines.block_released", block, by=by, data=_told(block))
    return block


@transaction.atomic
def take_back(block: TextBlock, *, by: Any) -> TextBlock:
    """Drop what is proposed; a block that was never released goes with it."""
    _lock(block)
    record("guidelines.block_proposal_dropped", block, by=by, data=_told(block))
    if block.released_at is None:
        block.delete()
        return block
    block.proposed_body, block.proposed_at, block.proposed_by = "", None, None
    with revision(by=by, comment=_("Proposal dropped")):
        block.save()
    return block


@transaction.atomic
def delete(block: TextBlock, *, by: Any) -> None:
    """Delete a block that no version in force or in work includes."""
    mark = f"[[block:{block.key}]]"
    if (
        GuidelineVersion.objects.exclude(state__in=("superseded", "retired"))
        .filter(body__contains=mark)
        .exists()
    ):
        raise ValidationError(_("This block is used in guidelines. Take it out of them first."))
    if TextBlock.objects.filter(Q(body__contains=mark) | Q(proposed_body__contains=mark)).exists():
        raise ValidationError(_("Another text block includes this one. Take it out of that first."))
    record("guidelines.block_deleted", block, by=by, data=_told(block))
    block.delete()


def _lock(block: TextBlock) -> None:
    """The block as it is now; other steps with it wait for the transaction's end."""
    TextBlock.objects.select_for_update().values_list("pk").get(pk=block.pk)
    block.refresh_from_db()


def _propose(block: TextBlock, by: Any, body: str) -> None:
    if not body.strip():
        raise ValidationError({"body": _("A block needs a text.")})
    block.proposed_body, block.proposed_at, block.proposed_by = body, timezone.now(), by
    with revision(by=by, comment=_("Proposed")):
        block.save()


def _told(block: TextBlock) -> dict[str, Any]:
    return {"key": block.key, "url": block.get_absolute_url()}

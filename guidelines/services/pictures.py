"""Pictures of guidelines: checked, made small, kept once."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import files
from core.events import record
from guidelines.domain.rasters import NotAPicture, Refused, prepare
from guidelines.models import Guideline, GuidelineImage

REASONS = {
    Refused.TOO_LARGE: gettext_lazy("The picture is larger than 10 MB. Save it smaller first."),
    Refused.TOO_MANY_PIXELS: gettext_lazy(
        "The picture has more than 40 million pixels. Save it smaller first."
    ),
    Refused.SVG: gettext_lazy(
        "SVG files can carry scripts and are not accepted. Save the drawing as PNG."
    ),
    Refused.UNKNOWN: gettext_lazy("This is not a PNG, JPEG, WebP or GIF picture that can be read."),
}
MARKS = re.compile(r"([\\\[\]`*_<])")


@transaction.atomic
def add(
    guideline: Guideline, *, by: Any, content: bytes, name: str, alt: str, source_path: str = ""
) -> GuidelineImage:
    """Keep a picture for the texts of this guideline; the same picture is kept once.

    An empty text alternative says that the picture only decorates.
    """
    try:
        raster = prepare(content)
    except NotAPicture as refusal:
        raise ValidationError({"picture": REASONS[refusal.code]}) from refusal
    alt = " ".join(alt.split())[:400]
    stem = PurePath(name.replace("\\", "/")).stem[:120] or _("picture")
    sha256 = hashlib.sha256(raster.content).hexdigest()
    same = guideline.images.filter(file__sha256=sha256, alt=alt, source_path=source_path).first()
    if same is not None:
        return same
    stored = files.store(
        raster.content, name=f"{stem}.{raster.suffix}", content_type=raster.content_type, by=by
    )
    picture = GuidelineImage.objects.create(
        guideline=guideline,
        file=stored,
        alt=alt,
        width=raster.width,
        height=raster.height,
        source_path=source_path,
        created_by=by,
    )
    record(
        "guidelines.picture_added",
        guideline,
        by=by,
        data={"picture": stored.name, "url": guideline.get_absolute_url()},
    )
    return picture


def markdown(picture: GuidelineImage) -> str:
    """The picture as it stands in a text."""
    alt = MARKS.sub(r"\\\1", picture.alt)
    return f"![{alt}](image:{picture.token})"

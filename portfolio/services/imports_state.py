"""A project's whole state as one hash, so that an undo can tell whether anyone touched it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from portfolio.models import (
    Membership,
    Milestone,
    Project,
    ProjectFigures,
    ProjectGroupGrant,
    ProjectUserGrant,
)
from portfolio.services import figure_rules, milestones, projects

CHUNK = 500
# Model, the field that leads to the project, and the columns that make up the state.
PARTS: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
    (Project, "pk", ("portfolio_id", *projects.FIELDS)),
    (ProjectFigures, "project_id", ("report_on", *figure_rules.FIELDS)),
    (Milestone, "project_id", milestones.FIELDS),
    (Membership, "project_id", ("user_id", "role")),
    (ProjectUserGrant, "content_object_id", ("user_id", "permission_id")),
    (ProjectGroupGrant, "content_object_id", ("group_id", "permission_id")),
)


def fingerprints(ids: Iterable[int]) -> dict[int, str]:
    """The hash of each of these projects that exists."""
    wanted = sorted(ids)
    found: dict[int, str] = {}
    for start in range(0, len(wanted), CHUNK):
        found |= _of_chunk(wanted[start : start + CHUNK])
    return found


def _of_chunk(ids: Sequence[int]) -> dict[int, str]:
    states: dict[int, list[Any]] = defaultdict(list)
    for number, (model, key, columns) in enumerate(PARTS):
        rows = model.objects.filter(**{f"{key}__in": ids}).order_by(key, columns[0])
        for project_id, *values in rows.values_list(key, *columns):
            states[project_id].append([number, *values])
    return {
        pk: hashlib.sha256(
            json.dumps(state, cls=DjangoJSONEncoder, sort_keys=True).encode()
        ).hexdigest()
        for pk, state in states.items()
        if state[0][0] == 0
    }

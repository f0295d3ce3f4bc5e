"""The evidence of a campaign, made as background work and kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext

from core import files, jobs
from core.enums import JobState
from core.events import record
from core.jobs import JobContext
from core.models import Job
from guidelines.enums import Access
from guidelines.evidence import render_evidence
from guidelines.models import Campaign, CampaignEvidence
from guidelines.selectors.campaign_evidence import evidence_of
from guidelines.services.campaigns import told

KIND = "guidelines.evidence"


@transaction.atomic
def order(campaign: Campaign, *, by: Any) -> Job:
    """Ask for the PDF; who asks twice gets the job that is under way."""
    key = f"guideline-evidence-{campaign.pk}-{by.pk}-"
    under_way = Job.objects.filter(
        key__startswith=key, state__in=(JobState.QUEUED, JobState.RUNNING)
    )
    payload = {"campaign": campaign.pk, "language": get_language()}
    return under_way.first() or jobs.enqueue(
        KIND, key=f"{key}{timezone.now().timestamp()}", payload=payload, by=by
    )


def run(context: JobContext) -> dict[str, Any]:
    """Make the PDF and keep it; a second attempt makes it anew."""
    campaign = Campaign.objects.select_related("version__guideline", "opened_by").get(
        pk=context.payload["campaign"]
    )
    by = context.job.requested_by
    at = timezone.now().replace(microsecond=0)
    pdf = render_evidence(
        evidence_of(campaign),
        at=at,
        by=str(by or ""),
        language=context.payload["language"],
        progress=context.progress,
    )
    context.check_lease()
    with transaction.atomic():
        stored = files.store(
            pdf.content,
            name=_file_name(campaign),
            content_type="application/pdf",
            by=by,
        )
        kept = CampaignEvidence.objects.create(
            campaign=campaign, pdf=stored, pages=pdf.pages, made_at=at, made_by=by
        )
        data = {**told(campaign), "sha256": stored.sha256, "pages": pdf.pages}
        name = "guidelines.confirmation_evidence_made"
        record(name, campaign.version.guideline, by=by, data=data)
    return {"evidence": kept.pk, "pages": pdf.pages}


def result_url(job: Job) -> str | None:
    """The campaign, which offers what was made."""
    if job.state != JobState.DONE:
        return None
    return f"{reverse('campaign', args=[job.payload['campaign']])}#evidence"


def subjects(rows: list[Job]) -> Mapping[int, str]:
    """The guideline of each job; nothing of one that only granted people may know of."""
    found = Campaign.objects.filter(
        pk__in={job.payload["campaign"] for job in rows},
        version__guideline__access=Access.COMPANY,
        version__guideline__chapter__access=Access.COMPANY,
    )
    names = {
        pk: f"{code} v{number}"
        for pk, code, number in found.values_list(
            "pk", "version__guideline__code", "version__number"
        )
    }
    return {job.pk: names.get(job.payload["campaign"], "") for job in rows}


def summary(job: Job) -> str:
    """How many pages it has."""
    pages = job.result.get("pages")
    if not pages:
        return ""
    return ngettext("%(count)s page", "%(count)s pages", pages) % {"count": pages}


def _file_name(campaign: Campaign) -> str:
    version = campaign.version
    today = timezone.localdate().isoformat()
    return f"{version.guideline.code}-v{version.number}-confirmations-{today}.pdf"

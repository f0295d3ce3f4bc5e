"""The lines of guidelines in the matrix of tests/url_matrix.py, with the objects they need."""

from dataclasses import replace
from io import BytesIO

from django.utils import timezone
from PIL import Image

from core import files
from core.models import Job
from guidelines.models import Guideline
from guidelines.selectors.shipping import shipped_content
from guidelines.services import blocks, campaigns, glossary, pictures, shipping
from guidelines.services import imports as guideline_imports
from guidelines.shipping.files import from_text
from tests.guidelines import factories as guides
from tests.url_rows import OUTSIDE, WATCH, everyone, of, only, row, staff

# --- objects --------------------------------------------------------------------------


def build_guideline(people):
    """A guideline in force for all staff, owned by the PMO lead."""
    return guides.published("MATRIX", owner=people["pmo_lead"])


def build_feedback(people):
    """A team member's comment on the guideline."""
    return people["guideline"].current.feedback.create(
        person=people["team_member"], is_helpful=False, comment="Hm."
    )


def build_campaign(people):
    """The PMO lead asks the team member to confirm a guideline for all staff."""
    asked_for = guides.published("ASKED", owner=people["pmo_lead"])
    return campaigns.create(
        asked_for.current,
        by=people["pmo_lead"],
        audience={"people": [people["team_member"].pk]},
        due_on=timezone.localdate(),
    )


def build_evidence(people):
    """A kept PDF of the campaign."""
    pdf = files.store(b"%PDF-1.7", name="evidence.pdf", content_type="application/pdf")
    return people["campaign"].evidence.create(pdf=pdf, pages=1, made_at=timezone.now())


def build_shipped(people):
    """A guideline that was loaded with another text than the one shipped now."""
    content = shipped_content()
    first = content.guidelines[0]
    older = from_text(first.source.replace("change_note", "title: Older\nchange_note"))
    shipping.load(replace(content, guidelines=(older,), terms=()), by=people["pmo_lead"])
    return Guideline.objects.get(code=first.key.code).shipped


def build_guideline_import(people):
    """An upload of one file that nobody has imported yet."""
    choices = guideline_imports.Choices(name="matrix.md")
    handbook = people["guideline"].chapter.handbook
    return guideline_imports.check(handbook, b"# New\n", choices, by=people["pmo_lead"])


def build_guideline_draft(people):
    """A draft of the PMO lead that nobody has published yet."""
    return guides.draft("MATRIX-D", by=people["pmo_lead"], owner=people["pmo_lead"])


def build_review(people):
    """A version that the PMO analyst wrote and the PMO lead is asked to review."""
    version = guides.draft("MATRIX-R", by=people["pmo_analyst"], kind="guideline")
    version.reviewers.create(person=people["pmo_lead"], asked_by=people["pmo_analyst"])
    return guides.in_state(version, "in_review")


def build_review_comment(people):
    """A wording that a portfolio manager suggested for the version in review."""
    return people["review"].comments.create(
        author=people["portfolio_manager"], quote="Short", suggestion="Brief"
    )


def build_guideline_picture(people):
    """A picture in the guideline that is in force."""
    out = BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    guideline, content = people["guideline"], out.getvalue()
    return pictures.add(guideline, by=people["pmo_lead"], content=content, name="m.png", alt="M")


def build_term(people):
    """A term of the glossary."""
    return glossary.add(by=people["pmo_lead"], name="Matrix", definition="Rows and columns.")


def build_text_block(people):
    """A text block that the PMO lead proposed."""
    return blocks.create(by=people["pmo_lead"], key="matrix", title="Matrix", body="Text.")


def build_guideline_pdf(people):
    """A PDF of the guideline that the PMO lead had made, and that is not kept any more."""
    result = {"name": "M", "digest": "", "links": [], "versions": [people["guideline"].current_id]}
    return Job.objects.create(
        kind="guidelines.pdf",
        key="matrix-pdf",
        state="done",
        result=result,
        requested_by=people["pmo_lead"],
    )


GUIDELINE_BUILDERS = {
    "guideline": build_guideline,
    "guideline_draft": build_guideline_draft,
    "review": build_review,
    "review_comment": build_review_comment,
    "approved": lambda people: guides.in_state(guides.draft("MATRIX-A"), "approved"),
    "guideline_picture": build_guideline_picture,
    "handbook": lambda people: people["guideline"].chapter.handbook,
    "feedback": build_feedback,
    "shipped": build_shipped,
    "campaign": build_campaign,
    "asked": lambda people: people["campaign"].requests.get(),
    "evidence": build_evidence,
    "guideline_import": build_guideline_import,
    "term": build_term,
    "text_block": build_text_block,
    "guideline_pdf": build_guideline_pdf,
}

GUIDES = ("administrator", "pmo_lead", "pmo_analyst")  # keep guidelines
DRAFT_422 = only(*GUIDES, ok=422, other=404)
WRITER_403 = {"pmo_analyst": 403}  # writes, but does not publish, nor approve what they wrote
DRAFT_302 = only(*GUIDES, ok=302, other=404)  # a draft is seen by who works on guidelines
READ = staff(other=404)  # what all staff may read and external people do not know of
READ_302 = staff(ok=302, other=404)
KEEPERS = only(*GUIDES) | OUTSIDE
GIVERS = only("administrator", "pmo_lead", ok=302) | OUTSIDE
# Another person's upload: those who see restricted guidelines and keep the handbooks.
IMPORTERS = only("administrator", "pmo_lead", other=404)
IMPORTERS_302 = only("administrator", "pmo_lead", ok=302, other=404)

# --- addresses ------------------------------------------------------------------------

GUIDELINE_URLS = {
    # guidelines: reading
    "guideline_library": row(get=everyone(200)),
    "handbook": row(get=READ, args=of("handbook")),
    "chapter": row(get=READ, args=of("guideline", "chapter_id")),
    "guideline": row(get=READ, args=of("guideline")),
    "guideline_by_code": row(get=READ_302, args=of("guideline", "code")),
    "guideline_favourite": row(post=READ_302, args=of("guideline")),
    "guideline_watch": row(post=READ_302, args=of("guideline")),
    "guideline_feedback_give": row(post=staff(ok=422, other=404), args=of("guideline")),
    "guideline_feedback": row(get=only(*GUIDES)),
    # guidelines: structure, properties, access
    "guideline_list": row(get=only(*GUIDES, "auditor")),
    "handbook_create": row(get=only(*GUIDES), post=only(*GUIDES, ok=422)),
    "handbook_edit": row(
        get=KEEPERS, post=KEEPERS | dict.fromkeys(GUIDES, 422), args=of("handbook")
    ),
    "handbook_delete": row(post=KEEPERS | dict.fromkeys(GUIDES, 302), args=of("handbook")),
    "handbook_move": row(post=KEEPERS | dict.fromkeys(GUIDES, 302), args=of("handbook")),
    "handbook_order": row(get=KEEPERS, args=of("handbook")),
    "chapter_create": row(
        get=KEEPERS, post=KEEPERS | dict.fromkeys(GUIDES, 422), args=of("handbook")
    ),
    "chapter_edit": row(
        get=KEEPERS,
        post=KEEPERS | dict.fromkeys(GUIDES, 422),
        args=of("guideline", "chapter_id"),
    ),
    "chapter_delete": row(
        post=KEEPERS | dict.fromkeys(GUIDES, 302), args=of("guideline", "chapter_id")
    ),
    "chapter_move": row(
        post=KEEPERS | dict.fromkeys(GUIDES, 302), args=of("guideline", "chapter_id")
    ),
    "chapter_access": row(get=KEEPERS, args=of("guideline", "chapter_id")),
    "chapter_grant_add": row(post=GIVERS, args=(of("guideline", "chapter_id"), "write")),
    "chapter_grant_remove": row(post=GIVERS, args=(of("guideline", "chapter_id"), "write")),
    "guideline_move": row(
        get=KEEPERS, post=KEEPERS | dict.fromkeys(GUIDES, 422), args=of("guideline")
    ),
    "guideline_properties": row(
        get=KEEPERS, post=KEEPERS | dict.fromkeys(GUIDES, 422), args=of("guideline")
    ),
    "guideline_access": row(post=GIVERS, args=of("guideline")),
    "guideline_grant_add": row(post=GIVERS, args=(of("guideline"), "write")),
    "guideline_grant_remove": row(post=GIVERS, args=(of("guideline"), "write")),
    "translation_start": row(post=KEEPERS | dict.fromkeys(GUIDES, 302), args=of("guideline")),
    "translation_follow": row(post=KEEPERS | dict.fromkeys(GUIDES, 302), args=of("guideline")),
    # guidelines: glossary and text blocks
    "glossary": row(get=staff()),
    "term": row(get=staff(), args=of("term")),
    "term_create": row(get=only(*GUIDES), post=only(*GUIDES, ok=422)),
    "term_edit": row(get=only(*GUIDES), post=only(*GUIDES, ok=422), args=of("term")),
    "term_delete": row(post=only(*GUIDES, ok=302), args=of("term")),
    "term_merge": row(post=only(*GUIDES, ok=422), args=of("term")),
    "glossary_export": row(get=staff()),
    "glossary_import": row(get=only(*GUIDES), post=only(*GUIDES, ok=422)),
    "text_blocks": row(get=only(*GUIDES)),
    "text_block": row(get=only(*GUIDES), args=of("text_block")),
    "text_block_create": row(get=only(*GUIDES), post=only(*GUIDES, ok=422)),
    "text_block_propose": row(get=only(*GUIDES), post=only(*GUIDES, ok=422), args=of("text_block")),
    "text_block_release": row(post=only("administrator", ok=302), args=of("text_block")),
    "text_block_take_back": row(post=only(*GUIDES, ok=302), args=of("text_block")),
    "text_block_delete": row(post=only(*GUIDES, ok=302), args=of("text_block")),
    # guidelines: imports and exports
    "guideline_import_list": row(get=only(*GUIDES)),
    "guideline_import_upload": row(
        get=only(*GUIDES) | OUTSIDE,
        post=only(*GUIDES, ok=422) | OUTSIDE,
        args=of("handbook"),
    ),
    "guideline_import": row(get=IMPORTERS, args=of("guideline_import")),
    "guideline_import_run": row(post=IMPORTERS_302, args=of("guideline_import")),
    "guideline_import_discard": row(post=IMPORTERS_302, args=of("guideline_import")),
    "guideline_import_source": row(get=IMPORTERS, args=of("guideline_import")),
    "guideline_export": row(get=READ, args=of("guideline")),
    "chapter_export": row(get=READ, args=of("guideline", "chapter_id")),
    "handbook_export": row(get=READ, args=of("handbook")),
    "guideline_pdf": row(post=READ_302, args=of("guideline")),
    "guideline_version_pdf": row(post=READ_302, args=(of("guideline"), 1)),
    "chapter_pdf": row(post=READ_302, args=of("guideline", "chapter_id")),
    "handbook_pdf": row(post=READ_302, args=of("handbook")),
    "guideline_pdf_file": row(get=only(*WATCH, ok=302, other=404), args=of("guideline_pdf")),
    "guideline_draft_convert": row(
        post=only(*GUIDES, other=403, ok=404) | OUTSIDE, args=of("guideline")
    ),
    "guideline_feedback_answer": row(post=only(*GUIDES, ok=422) | OUTSIDE, args=of("feedback")),
    # guidelines: review, publishing, care
    "guideline_workbench": row(get=everyone(200)),
    "guideline_ageing": row(get=only(*GUIDES, "auditor")),
    "broken_links": row(get=only(*GUIDES)),
    "guideline_submit": row(
        get=only(*GUIDES, other=404),
        post=only(*GUIDES, ok=422, other=404),
        args=of("guideline_draft", "guideline_id"),
    ),
    "guideline_unsaved": row(get=READ_302, args=(of("guideline"), 1)),
    "guideline_unsaved_drop": row(post=READ_302, args=(of("guideline"), 1)),
    "guideline_review": row(get=only(*GUIDES, other=404), args=of("review", "guideline_id")),
    "review_decide": row(
        get=everyone(302), post=DRAFT_422 | WRITER_403, args=of("review", "guideline_id")
    ),
    "review_withdraw": row(get=everyone(302), post=DRAFT_422, args=of("review", "guideline_id")),
    "review_reviewer_add": row(
        get=everyone(302), post=DRAFT_422, args=of("review", "guideline_id")
    ),
    "review_reviewer_remove": row(
        post=DRAFT_302, args=(of("review", "guideline_id"), of("pmo_lead"))
    ),
    "review_comment": row(post=DRAFT_422, args=of("review", "guideline_id")),
    "review_answer": row(post=DRAFT_302, args=of("review_comment")),
    "review_resolve": row(post=DRAFT_302, args=of("review_comment")),
    "review_reopen": row(post=DRAFT_302, args=of("review_comment")),
    "review_accept": row(post=DRAFT_302 | {"pmo_lead": 403}, args=of("review_comment")),
    "review_decline": row(post=DRAFT_302, args=of("review_comment")),
    "guideline_publish": row(
        get=only(*GUIDES, other=404) | WRITER_403,
        post=DRAFT_422 | WRITER_403,
        args=of("approved", "guideline_id"),
    ),
    "guideline_unschedule": row(post=DRAFT_302 | WRITER_403, args=of("approved", "guideline_id")),
    "guideline_retire": row(
        get=only("administrator", "pmo_lead") | OUTSIDE,
        post=only("administrator", "pmo_lead", ok=422) | OUTSIDE,
        args=of("guideline"),
    ),
    "guideline_restore": row(post=only(*GUIDES, ok=302) | OUTSIDE, args=of("guideline")),
    "guideline_care": row(
        get=only("administrator", "pmo_lead") | OUTSIDE,
        post=only("administrator", "pmo_lead", ok=422) | OUTSIDE,
        args=of("guideline"),
    ),
    # guidelines: the editor
    "guideline_begin": row(get=only(*GUIDES)),
    "guideline_new": row(
        get=only(*GUIDES) | OUTSIDE,
        post=only(*GUIDES, ok=422) | OUTSIDE,
        args=of("guideline", "chapter_id"),
    ),
    "guideline_link_search": row(get=only(*GUIDES)),
    "guideline_block_search": row(get=only(*GUIDES)),
    "guideline_image": row(get=READ, args=of("guideline_picture", "token")),
    "guideline_edit": row(
        get=only(*GUIDES) | OUTSIDE,
        post=only(*GUIDES, ok=409) | OUTSIDE,
        args=of("guideline"),
    ),
    "guideline_draft_start": row(post=only(*GUIDES, ok=302) | OUTSIDE, args=of("guideline")),
    "guideline_draft_discard": row(post=DRAFT_302, args=of("guideline_draft", "guideline_id")),
    "guideline_draft_keep": row(
        post=only(*GUIDES, ok=422, other=404), args=of("guideline_draft", "guideline_id")
    ),
    "guideline_draft_preview": row(
        post=only(*GUIDES, other=404), args=of("guideline_draft", "guideline_id")
    ),
    "guideline_draft_picture": row(post=DRAFT_302, args=of("guideline_draft", "guideline_id")),
    "guideline_draft_compare": row(get=DRAFT_302, args=of("guideline_draft", "guideline_id")),
    "guideline_draft_forget": row(post=DRAFT_302, args=of("guideline_draft", "guideline_id")),
    "guideline_draft_merge": row(
        get=DRAFT_302, post=DRAFT_302, args=of("guideline_draft", "guideline_id")
    ),
    # guidelines: versions
    "guideline_versions": row(get=READ, args=of("guideline")),
    "guideline_version": row(get=READ, args=(of("guideline"), 1)),
    "guideline_compare": row(get=READ, args=of("guideline")),
    "guideline_version_restore": row(
        post=only(*GUIDES, ok=302) | OUTSIDE, args=(of("guideline"), 1)
    ),
    # guidelines: confirmations
    "my_confirmations": row(get=everyone(200)),
    "version_confirm": row(post=READ_302, args=of("guideline", "current_id")),
    "campaign_new": row(
        get=only(*GUIDES) | OUTSIDE,
        post=only(*GUIDES, ok=422) | OUTSIDE,
        args=of("guideline", "current_id"),
    ),
    "campaigns": row(get=only(*GUIDES, "auditor")),
    "campaign": row(get=only(*GUIDES, "auditor") | OUTSIDE, args=of("campaign")),
    "campaign_remind": row(post=only(*GUIDES, ok=302) | OUTSIDE, args=of("campaign")),
    "campaign_close": row(
        get=only(*GUIDES) | OUTSIDE, post=only(*GUIDES, ok=302) | OUTSIDE, args=of("campaign")
    ),
    "campaign_person": row(
        get=only(*GUIDES, "auditor") | OUTSIDE,
        post=only(*GUIDES, ok=422) | OUTSIDE,
        args=of("asked"),
    ),
    "campaign_person_again": row(post=only(*GUIDES, ok=302) | OUTSIDE, args=of("asked")),
    "campaign_evidence": row(post=only(*GUIDES, "auditor", ok=302) | OUTSIDE, args=of("campaign")),
    "campaign_evidence_file": row(get=only(*GUIDES, "auditor") | OUTSIDE, args=of("evidence")),
    # guidelines: updates of shipped texts
    "shipped_updates": row(get=only(*GUIDES)),
    "shipped_update": row(get=only(*GUIDES) | OUTSIDE, args=of("shipped")),
    "shipped_take": row(post=only(*GUIDES, ok=302) | OUTSIDE, args=of("shipped")),
    "shipped_decline": row(post=only(*GUIDES, ok=302) | OUTSIDE, args=of("shipped")),
}

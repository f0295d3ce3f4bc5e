"""Who gets what from every address: one table, read by tests/test_url_matrix.py.

To add an address, add ONE line to URLS:

    "project_list": row(get=STAFF_200),                     every staff role reads it
    "project": row(get=STAFF_200, args=of("project")),      with the pk of a made object
    "project_edit": row(get=only("administrator", "pmo_lead"), args=of("project")),
    "project_delete": row(post=only("administrator", ok=302), args=of("project")),

`get` and `post` map each person to a status. A method that is not given must answer 405 to
everyone who is signed in. Statuses: 200 shown, 302 done or sent to the sign-in page, 403 seen but
not allowed, 404 not to be seen, 405 wrong method, 422 form with errors. A POST sends `data`
(empty by default), so 422 means "may, but the form is empty". Helpers: `everyone(200)`,
`only("role", ..., ok=200, other=403)`, `STAFF_200`, `public(200)` for addresses without sign-in.
People: the eleven roles; `stranger` = external stakeholder without grant (the role `external`
has been granted what the builders grant to it); `anonymous` is sent to the sign-in page (302)
unless the line says `public`.

Objects come from BUILDERS: a function that makes the object once for the whole matrix. Add one
there and name it with `of("name")` (its pk) or `of("name", "code")` (another attribute). The
matrix rolls every request back, so that lines do not influence each other.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from io import BytesIO

from django.utils import timezone
from PIL import Image

from accounts.grants import grant
from accounts.roles import Role
from accounts.services import groups, invitations
from core import files
from core.models import Event, Job, Notification, SavedView
from guidelines.models import Guideline
from guidelines.selectors.shipping import shipped_content
from guidelines.services import blocks, campaigns, glossary, pictures, shipping
from guidelines.services import imports as guideline_imports
from guidelines.shipping.files import from_text
from portfolio.services import imports_jobs, milestones
from stakeholders.models import Delivery, ReportDefinition, ReportEdition, ReportRun
from tests import factories
from tests.guidelines import factories as guides

ROLES = tuple(Role.values)
PEOPLE = (*ROLES, "stranger")
STAFF = tuple(role for role in ROLES if role != "external")


@dataclass(frozen=True)
class Line:
    """What one address answers."""

    get: dict | int | None = None
    post: dict | int | None = None
    args: tuple = ()
    data: dict = field(default_factory=dict)
    is_public: bool = False


@dataclass(frozen=True)
class Of:
    """An argument of an address: an attribute of an object from BUILDERS."""

    name: str
    attribute: str = "pk"


def everyone(status):
    """The same for every signed-in person."""
    return dict.fromkeys(PEOPLE, status)


def only(*people, ok=200, other=403):
    """`ok` for these people, `other` for all others."""
    assert set(people) <= set(PEOPLE), people
    return everyone(other) | dict.fromkeys(people, ok)


def staff(ok=200, other=403):
    """`ok` for all roles of the company, `other` for external people."""
    return only(*STAFF, ok=ok, other=other)


STAFF_200 = staff()


def of(name, attribute="pk"):
    return Of(name, attribute)


def row(get=None, post=None, args=(), data=None):
    return Line(get, post, args if isinstance(args, tuple) else (args,), data or {})


def public(get=None, post=None, args=(), data=None):
    """A line for an address that needs no sign-in; `get` and `post` are a status or `before()`."""
    return Line(get, post, args if isinstance(args, tuple) else (args,), data or {}, True)


def before(status):
    """For a page before sign-in: who is signed in already is sent on."""
    return everyone(302) | {"anonymous": status}


# --- objects --------------------------------------------------------------------------

REPORTING = ("administrator", "pmo_lead", "pmo_analyst", "portfolio_manager")
REPORTING_200 = only(*REPORTING)
AUDIT = ("administrator", "pmo_lead", "auditor")
WATCH = ("administrator", "pmo_lead", "pmo_analyst", "auditor")  # may see all background work


MANAGE = ("administrator", "pmo_lead")  # invite people and give roles
GROUPS = (*MANAGE, "portfolio_manager", "auditor")  # deal with access
OUTSIDE = {"external": 404, "stranger": 404}


def build_invited(people):
    """A person who has not accepted yet."""
    issued = invitations.invite(
        by=people["administrator"], email="m@example.org", name="Invited", roles=["sponsor"]
    )
    return issued.invitation.user


def build_group(people):
    return groups.create(name="Matrix", members=[], by=people["administrator"])


def build_job(people):
    """A failed job of the project manager."""
    return Job.objects.create(
        kind="core.verify_audit",
        key="matrix",
        state="failed",
        error="No luck",
        requested_by=people["project_manager"],
    )


def build_notification(people):
    event = Event.objects.order_by("id").first() or Event.objects.create(
        name="core.view_saved", at="2026-11-01T00:00Z", hash="matrix"
    )
    return Notification.objects.create(recipient=people["team_member"], event=event)


def build_view(people):
    """A private view of the PMO lead."""
    return SavedView.objects.create(owner=people["pmo_lead"], list_key="core.jobs", name="Matrix")


def build_portfolio(people):
    """A portfolio that the external stakeholder was given access to."""
    portfolio = factories.portfolio("Matrix")
    grant("view_portfolio", portfolio, people["external"])
    return portfolio


def build_programme(people):
    return factories.programme(people["portfolio"])


def build_project(people):
    """An internal project managed by the project manager."""
    manager = people["project_manager"]
    return factories.project(people["portfolio"], code="MATRIX", manager=manager)


def build_member(people):
    """The sponsor works in the project."""
    return people["project"].memberships.create(user=people["sponsor"])


def build_figures(people):
    """The project's only report."""
    return factories.figures(people["project"])


def build_milestone(people):
    return milestones.add(
        people["project"], name="Gate", baseline_on=date(2026, 12, 1), by=people["pmo_lead"]
    )


def build_report(people):
    """A report without recipients; its runs are the PMO lead's."""
    return ReportDefinition.objects.create(
        name="Matrix", portfolio=people["portfolio"], created_by=people["pmo_lead"], day=7
    )


def build_report_run(people):
    """A failed run."""
    due = datetime(2026, 11, 1, tzinfo=UTC)
    return ReportRun.objects.create(definition=people["report"], due_at=due, state="failed")


def build_report_edition(people):
    """An edition whose PDF is not made yet, sent to the project manager."""
    run = people["report_run"]
    edition = ReportEdition.objects.create(run=run, access_key="matrix", snapshot="{}", sha256="0")
    reader = people["project_manager"]
    Delivery.objects.create(
        run=run, edition=edition, recipient=reader, email=reader.email, state="sent"
    )
    return edition


def build_import(people):
    """A checked import of the PMO lead: only who sees restricted projects sees it too."""
    made = imports_jobs.begin(
        people["portfolio"], b"code,name\nI-1,One\nI-2,Two", name="m.csv", by=people["pmo_lead"]
    )
    imports_jobs.check(made, by=people["pmo_lead"])
    return made


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


BUILDERS = {  # in this order; a builder sees the people and the objects made before it
    "portfolio": build_portfolio,
    "programme": build_programme,
    "project": build_project,
    "member": build_member,
    "figures": build_figures,
    "milestone": build_milestone,
    "import": build_import,
    "job": build_job,
    "notification": build_notification,
    "view": build_view,
    "invited": build_invited,
    "group": build_group,
    "report": build_report,
    "report_run": build_report_run,
    "report_edition": build_report_edition,
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
}

KEEP = ("administrator", "pmo_lead", "pmo_analyst", "portfolio_manager")  # keep portfolios
EDIT = (*KEEP, "project_manager")  # change the project of the matrix
GIVE = ("administrator", "pmo_lead", "portfolio_manager")  # give access
UNSEEN = {"stranger": 404}
FILES = only(*MANAGE, ok=200, other=404)  # imports of the PMO lead
FILES_302 = only(*MANAGE, ok=302, other=404)
SEEN = everyone(200) | UNSEEN


def seen(*people, ok=200):
    """`ok` for these people, 403 for who sees the object, 404 for the stranger."""
    return only(*people, ok=ok) | UNSEEN


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

URLS = {
    # core
    "home": row(get=everyone(200)),
    "gallery": row(get=everyone(200)),
    "healthz": public(get=200),
    "search": row(get=everyone(200)),
    "search_suggest": row(get=everyone(200)),
    "inbox": row(get=everyone(200)),
    "notifications_read_all": row(post=everyone(302)),
    "notification_read": row(post=only("team_member", ok=302, other=404), args=of("notification")),
    "job_list": row(get=everyone(200)),
    "job": row(get=only(*WATCH, "project_manager", other=404), args=of("job")),
    "job_progress": row(get=only(*WATCH, "project_manager", other=404), args=of("job")),
    "job_retry": row(
        post=only("administrator", "pmo_lead", "pmo_analyst", "project_manager", ok=302, other=404)
        | {"auditor": 403},
        args=of("job"),
    ),
    "job_cancel": row(
        post=only("administrator", "pmo_lead", "pmo_analyst", "project_manager", ok=302, other=404)
        | {"auditor": 403},
        args=of("job"),
    ),
    "audit_log": row(get=only(*AUDIT)),
    "audit_verify": row(post=only(*AUDIT, ok=302)),
    "saved_view_save": row(
        post=everyone(302), data={"list_key": "core.jobs", "name": "Mine", "query": "state=failed"}
    ),
    "saved_view_share": row(post=only("pmo_lead", ok=302, other=404), args=of("view")),
    "saved_view_delete": row(post=only("pmo_lead", ok=302, other=404), args=of("view")),
    # accounts: sign-in by allauth (what is not listed here is not mounted)
    "account_login": public(get=before(200), post=before(200)),
    "account_logout": row(get=everyone(200), post=everyone(302)),
    "account_inactive": public(get=200),
    "account_change_password": row(get=everyone(200), post=everyone(200)),
    "account_reset_password": public(get=200, post=200),
    "account_reset_password_done": public(get=200),
    "account_reset_password_from_key": public(get=200, post=200, args=("1", "worthless")),
    "account_reset_password_from_key_done": public(get=200),
    "usersessions_list": row(get=everyone(200), post=everyone(302)),
    # accounts: people, groups, roles
    "profile": row(get=everyone(200), post=everyone(422)),
    "preferences": row(post=everyone(302)),
    "people": row(get=STAFF_200),
    "person": row(get=staff(other=404), args=of("team_member")),
    "person_edit": row(
        get=only(*MANAGE) | OUTSIDE,
        post=only(*MANAGE, ok=422) | OUTSIDE,
        args=of("team_member"),
    ),
    "invite": row(get=only(*MANAGE), post=only(*MANAGE, ok=422)),
    "invitation_resend": row(post=only(*MANAGE, ok=302) | OUTSIDE, args=of("invited")),
    "invitation_revoke": row(post=only(*MANAGE, ok=302) | OUTSIDE, args=of("invited")),
    "invitation_accept": public(get=410, post=410, args="unknown"),
    "groups": row(get=only(*GROUPS)),
    "group": row(get=only(*GROUPS), args=of("group")),
    "group_create": row(get=only(*MANAGE), post=only(*MANAGE, ok=422)),
    "group_edit": row(get=only(*MANAGE), post=only(*MANAGE, ok=422), args=of("group")),
    "group_delete": row(post=only(*MANAGE, ok=302), args=of("group")),
    "roles": row(get=STAFF_200),
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
    "guideline_list": row(get=only(*GUIDES)),
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
    "guideline_draft_convert": row(
        post=only(*GUIDES, other=403, ok=404) | OUTSIDE, args=of("guideline")
    ),
    "guideline_feedback_answer": row(post=only(*GUIDES, ok=422) | OUTSIDE, args=of("feedback")),
    # guidelines: review, publishing, care
    "guideline_workbench": row(get=everyone(200)),
    "guideline_ageing": row(get=only(*GUIDES)),
    "broken_links": row(get=only(*GUIDES)),
    "guideline_submit": row(
        get=only(*GUIDES, other=404),
        post=only(*GUIDES, ok=422, other=404),
        args=of("guideline_draft", "guideline_id"),
    ),
    "guideline_review": row(get=only(*GUIDES, other=404), args=of("review", "guideline_id")),
    "review_decide": row(post=DRAFT_422 | WRITER_403, args=of("review", "guideline_id")),
    "review_withdraw": row(post=DRAFT_422, args=of("review", "guideline_id")),
    "review_reviewer_add": row(post=DRAFT_422, args=of("review", "guideline_id")),
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
    # portfolio
    "portfolio_list": row(get=everyone(200)),
    "import_list": row(get=seen(*KEEP), args=of("portfolio")),
    "import_upload": row(get=seen(*KEEP), post=seen(*KEEP, ok=422), args=of("portfolio")),
    "import_mapping": row(get=FILES, post=FILES_302, args=of("import")),
    "import_check": row(post=FILES_302, args=of("import")),
    "import_preview": row(get=FILES, args=of("import")),
    "import_problems_csv": row(get=FILES, args=of("import")),
    "import_commit": row(post=FILES_302, args=of("import")),
    "portfolio_import": row(get=FILES_302, args=of("import")),
    "import_undo": row(post=FILES_302, args=of("import")),
    "import_discard": row(post=FILES_302, args=of("import")),
    "import_source": row(get=FILES, args=of("import")),
    "portfolio_create": row(get=only(*KEEP), post=only(*KEEP, ok=422)),
    "portfolio": row(get=SEEN, args=of("portfolio")),
    "portfolio_edit": row(get=seen(*KEEP), post=seen(*KEEP, ok=422), args=of("portfolio")),
    "portfolio_delete": row(post=seen(*KEEP, ok=302), args=of("portfolio")),
    "portfolio_access": row(get=seen(*GIVE), args=of("portfolio")),
    "portfolio_grant_add": row(post=seen(*GIVE, ok=302), args=of("portfolio")),
    "portfolio_grant_remove": row(post=seen(*GIVE, ok=302), args=of("portfolio")),
    "programme": row(get=SEEN, args=of("programme")),
    "programme_create": row(get=seen(*KEEP), post=seen(*KEEP, ok=422), args=of("portfolio")),
    "programme_edit": row(get=seen(*KEEP), post=seen(*KEEP, ok=422), args=of("programme")),
    "programme_delete": row(post=seen(*KEEP, ok=302), args=of("programme")),
    "project_list": row(get=everyone(200)),
    "project_create": row(get=seen(*KEEP), post=seen(*KEEP, ok=422), args=of("portfolio")),
    "project": row(get=SEEN, args=of("project")),
    "project_edit": row(get=seen(*EDIT), post=seen(*EDIT, ok=422), args=of("project")),
    "project_move": row(post=seen(*KEEP, ok=302), args=of("project")),
    "project_delete": row(post=seen(*KEEP, ok=302), args=of("project")),
    "project_figures": row(get=SEEN, args=of("project")),
    "project_report": row(get=seen(*EDIT), post=seen(*EDIT, ok=422), args=of("project")),
    "project_report_withdraw": row(post=seen(*EDIT, ok=302), args=(of("project"), of("figures"))),
    "project_team": row(get=SEEN, args=of("project")),
    "project_member_add": row(post=seen(*EDIT, ok=422), args=of("project")),
    "project_member_remove": row(
        post=seen(*EDIT, ok=302), args=(of("project"), of("member", "user_id"))
    ),
    "project_access": row(post=seen(*GIVE, ok=302), args=of("project")),
    "project_grant_add": row(post=seen(*GIVE, ok=302), args=of("project")),
    "project_grant_remove": row(post=seen(*GIVE, ok=302), args=of("project")),
    "project_guidelines": row(get=SEEN, args=of("project")),
    "project_history": row(get=staff() | UNSEEN, args=of("project")),
    "milestone_list": row(get=everyone(200)),
    "milestone_add": row(get=seen(*EDIT), post=seen(*EDIT, ok=422), args=of("project")),
    "milestone_edit": row(get=seen(*EDIT), post=seen(*EDIT, ok=422), args=of("milestone")),
    "milestone_delete": row(post=seen(*EDIT, ok=302), args=of("milestone")),
    # stakeholders
    "report_definitions": row(get=REPORTING_200),
    "report_definition_create": row(get=REPORTING_200, post=only(*REPORTING, ok=422)),
    "report_definition": row(get=REPORTING_200, args=of("report")),
    "report_definition_edit": row(
        get=REPORTING_200, post=only(*REPORTING, ok=422), args=of("report")
    ),
    "report_definition_pause": row(post=only(*REPORTING, ok=302), args=of("report")),
    "report_definition_resume": row(post=only(*REPORTING, ok=302), args=of("report")),
    "report_definition_delete": row(post=only(*REPORTING, ok=302), args=of("report")),
    "report_run_now": row(post=only(*REPORTING, ok=302), args=of("report")),
    "report_preview": row(post=only(*REPORTING, ok=302), args=of("report")),
    "report_archive": row(get=REPORTING_200),
    "report_run": row(get=only(*REPORTING, "project_manager", other=404), args=of("report_run")),
    "report_run_again": row(post=only(*REPORTING, ok=302), args=of("report_run")),
    "report_edition": row(get=everyone(404), args=of("report_edition")),
    "report_edition_render_again": row(post=only(*REPORTING, ok=302), args=of("report_edition")),
    "my_reports": row(get=everyone(200)),
}

"""Who gets what from every address: one table, read by tests/test_url_matrix.py.

The lines of guidelines are in tests/url_matrix_guidelines.py.

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

from datetime import UTC, date, datetime

from accounts.grants import grant
from accounts.services import groups, invitations
from core.models import Event, Job, Notification, SavedView
from portfolio.services import imports_jobs, milestones
from stakeholders.models import Delivery, ReportDefinition, ReportEdition, ReportRun
from tests import factories
from tests.url_matrix_guidelines import GUIDELINE_BUILDERS, GUIDELINE_URLS
from tests.url_rows import (
    OUTSIDE,
    STAFF_200,
    WATCH,
    before,
    everyone,
    of,
    only,
    public,
    row,
    staff,
)

# --- objects --------------------------------------------------------------------------

REPORTING = ("administrator", "pmo_lead", "pmo_analyst", "portfolio_manager")
REPORTING_200 = only(*REPORTING)
AUDIT = ("administrator", "pmo_lead", "auditor")


MANAGE = ("administrator", "pmo_lead")  # invite people and give roles
GROUPS = (*MANAGE, "portfolio_manager", "auditor")  # deal with access


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
    **GUIDELINE_BUILDERS,
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
    **GUIDELINE_URLS,
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

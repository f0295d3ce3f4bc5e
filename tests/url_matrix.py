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

from dataclasses import dataclass, field

from accounts.roles import Role
from core.models import Event, Job, Notification, SavedView
from tests import factories

ROLES = tuple(Role.values)
PEOPLE = (*ROLES, "stranger")
STAFF = tuple(role for role in ROLES if role != "external")


@dataclass(frozen=True)
class Line:
    """What one address answers."""

    get: dict | None = None
    post: dict | None = None
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
    """A line for an address that needs no sign-in; `get` and `post` are single statuses."""
    return Line(get, post, args if isinstance(args, tuple) else (args,), data or {}, True)


# --- objects --------------------------------------------------------------------------

AUDIT = ("administrator", "pmo_lead", "auditor")
WATCH = ("administrator", "pmo_lead", "pmo_analyst", "auditor")  # may see all background work


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


def build_portfolio(_people):
    return factories.portfolio("Matrix")


def build_project(people):
    """An internal project managed by the project manager."""
    manager = people["project_manager"]
    return factories.project(people["portfolio"], code="MATRIX", manager=manager)


BUILDERS = {  # in this order; a builder sees the people and the objects made before it
    "portfolio": build_portfolio,
    "project": build_project,
    "job": build_job,
    "notification": build_notification,
    "view": build_view,
}

# --- addresses ------------------------------------------------------------------------

URLS = {
    # core
    "home": row(get=everyone(200)),
    "gallery": row(get=STAFF_200),
    "healthz": public(get=200),
    "search": row(get=everyone(200)),
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
}

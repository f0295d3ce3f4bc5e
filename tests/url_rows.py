"""The words in which the lines of tests/url_matrix.py are written."""

from dataclasses import dataclass, field

from accounts.roles import Role

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


WATCH = ("administrator", "pmo_lead", "pmo_analyst", "auditor")  # may see all background work
OUTSIDE = {"external": 404, "stranger": 404}

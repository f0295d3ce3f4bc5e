"""Registries through which a lower app shows something of a higher one.

Each entry is a small frozen dataclass; a higher app adds its entries in `apps.ready()`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from core.jobs import JobContext
    from core.models import Event, Job

Text = Any  # a lazily translated string; django-stubs has no common type for str and its promise


class Keyed(Protocol):
    """An entry that a registry can hold."""

    @property
    def key(self) -> str:
        """The entry's unique name within its registry."""
        ...


K = TypeVar("K", bound=Keyed)


class Registry(Generic[K]):
    """Entries by unique key, in the order of `order` where the entry has one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, K] = {}

    def add(self, *entries: K) -> None:
        """Register entries; a key taken by another entry is a programming error."""
        for entry in entries:
            if self._entries.get(entry.key, entry) != entry:
                raise ValueError(f"{self.name}: {entry.key!r} is registered twice.")
            self._entries[entry.key] = entry

    def get(self, key: str) -> K | None:
        """The entry of this key, or None."""
        return self._entries.get(key)

    def __getitem__(self, key: str) -> K:
        return self._entries[key]

    def __iter__(self) -> Iterator[K]:
        return iter(sorted(self._entries.values(), key=lambda entry: getattr(entry, "order", 0)))


def _everyone(_user: Any) -> bool:
    return True


@dataclass(frozen=True)
class NavItem:
    """A link in the side bar; `section` is one of the headings in `SECTIONS`.

    `covers` names further pages, without arguments, on which this entry is the current one.
    """

    key: str
    section: str
    label: Text
    url_name: str
    order: int = 100
    is_visible: Callable[[Any], bool] = _everyone
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tab:
    """A tab of the project page: url_name takes the object's pk; count is optional."""

    key: str
    label: Text
    url_name: str
    order: int = 100
    is_visible: Callable[[Any, Any], bool] = lambda _obj, _user: True
    count: Callable[[Any, Any], int | None] | None = None


@dataclass(frozen=True)
class Tile:
    """A home tile as built for one user."""

    title: Text
    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class HomeTile:
    """Builds a tile for the home page, or None where it has nothing to say to this user.

    One that waits for the person to act (`is_task`) stands before the news.
    """

    key: str
    build: Callable[[Any], Tile | None]
    order: int = 100
    is_task: bool = False


@dataclass(frozen=True)
class SearchDocument:
    """What the search index holds of one object, or of one part of it (a section).

    Parts of one object share its title and facets; the part without a name is the object itself.
    `keywords` weigh more than the body and are not shown; facets are codes by facet key.
    """

    title: str
    body: str
    url: str
    part: str = ""
    part_title: str = ""
    keywords: str = ""
    language: str = ""
    facets: Mapping[str, Iterable[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class SearchFacet:
    """A filter of a source's hits; `value_label` tells a code of it in words."""

    key: str
    label: Text
    value_label: Callable[[str], Text] = str


@dataclass(frozen=True)
class SearchSource:
    """A searchable model: `key` is its `app_label.modelname`.

    `documents` yields each object's id with its document, once for every part of the object.
    """

    key: str
    label: Text
    visible_ids: Callable[[Any], Any]  # user -> queryset or iterable of pks
    documents: Callable[[Iterable[int]], Iterable[tuple[int, SearchDocument]]]
    order: int = 100
    facets: tuple[SearchFacet, ...] = ()


@dataclass(frozen=True)
class SynonymSource:
    """Other names of what people search for.

    `lookup` gets the query's words and runs of adjacent words, lower case without accents, and
    returns the other names (words or phrases) of those it knows.
    """

    key: str
    lookup: Callable[[frozenset[str]], Mapping[str, Iterable[str]]]


@dataclass(frozen=True)
class EventType:
    """A kind of event: its sentence (%-format over the event's data) and who is told.

    `audience` returns the ids of the people to notify; none by default. `words` names the codes
    that a value of the data holds (one, or several with commas): {"access": Access choices}.
    """

    key: str
    sentence: Text
    audience: Callable[[Event], Iterable[int]] = lambda _event: ()
    by_mail: bool = False
    words: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The kind in words: its sentence with gaps."""
        return self.outline().rstrip(".")

    def outline(self, **values: Any) -> str:
        """The sentence with these values alone; every other place shows a gap."""
        return str(self.sentence) % defaultdict(lambda: "…", values)


@dataclass(frozen=True)
class Confidential:
    """A model whose objects not everybody may know of: who may not read one learns no name.

    `readable_ids` returns the pks that the person may read, or None for all, deleted ones too.
    """

    key: str
    readable_ids: Callable[[Any], Any]


@dataclass(frozen=True)
class JobKind:
    """A kind of long work: `run` does it and returns the job's result (JSON).

    `subjects` names what each of several jobs is about, by pk, in a fixed number of queries;
    `summary` tells the result of one that is done.
    """

    key: str
    label: Text
    run: Callable[[JobContext], dict[str, Any]]
    result_url: Callable[[Job], str | None] = lambda _job: None
    on_failed: Callable[[Job], None] = lambda _job: None
    subjects: Callable[[list[Job]], Mapping[int, str]] = lambda _jobs: {}
    summary: Callable[[Job], str] = lambda _job: ""


@dataclass(frozen=True)
class Ticker:
    """Something to do at each tick of the scheduler; must be quick and safe to run twice."""

    key: str
    run: Callable[[], object]


@dataclass(frozen=True)
class UsedBy:
    """Fills the "used with" panel of objects of one model (`app_label.modelname`).

    `build` yields items with `label`, and with `url` and `note` where there are any.
    """

    key: str
    model: str
    title: Text
    build: Callable[[Any, Any], Iterable[dict[str, Any]]]
    order: int = 100


@dataclass(frozen=True)
class LinkedPage:
    """Where a reference of a text leads, for one reader."""

    url: str
    title: str


@dataclass(frozen=True)
class LinkSuggestion:
    """A page that an author may link to: `reference` is what the text will hold."""

    reference: str
    title: str
    note: str = ""


@dataclass(frozen=True)
class LinkTarget:
    """A kind of page that texts can name as `key:code#anchor`.

    `resolve` takes pairs of code and anchor and returns those that the reader may open;
    `exists` returns those that are there at all, whoever asks; `suggest` serves the link picker.
    """

    key: str
    label: Text
    resolve: Callable[[frozenset[tuple[str, str]], Any], Mapping[tuple[str, str], LinkedPage]]
    exists: Callable[[frozenset[tuple[str, str]]], frozenset[tuple[str, str]]]
    suggest: Callable[[str, Any], Iterable[LinkSuggestion]]
    order: int = 100


@dataclass(frozen=True)
class Audience:
    """People named by what they do, such as managers of the projects that a guideline concerns."""

    key: str
    label: Text
    members: Callable[[Any], Iterable[int]]
    order: int = 100


@dataclass(frozen=True)
class ListPageEntry:
    """A list page by key, so that saved views and exports can find it."""

    key: str
    label: Text
    url_name: str
    page: Any = field(compare=False)


navigation: Registry[NavItem] = Registry("navigation")
project_tabs: Registry[Tab] = Registry("project_tabs")
home_tiles: Registry[HomeTile] = Registry("home_tiles")
search_sources: Registry[SearchSource] = Registry("search_sources")
search_synonyms: Registry[SynonymSource] = Registry("search_synonyms")
event_types: Registry[EventType] = Registry("event_types")
confidential: Registry[Confidential] = Registry("confidential")
job_kinds: Registry[JobKind] = Registry("job_kinds")
tickers: Registry[Ticker] = Registry("tickers")
used_by: Registry[UsedBy] = Registry("used_by")
list_pages: Registry[ListPageEntry] = Registry("list_pages")
link_targets: Registry[LinkTarget] = Registry("link_targets")
audiences: Registry[Audience] = Registry("audiences")

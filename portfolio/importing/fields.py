"""The fields a column can fill, with the names that sources give them."""

from dataclasses import dataclass
from enum import StrEnum

from portfolio.importing.wordlists import listed


class Kind(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"
    DATE = "date"
    MONEY = "money"
    PERCENT = "percent"
    RAG = "rag"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Field:
    """A target field: code, English label, kind, and the names it is known by."""

    code: str
    label: str
    kind: Kind
    names: tuple[str, ...] = ()
    is_figure: bool = False


def _text(code: str, label: str, *names: str) -> Field:
    return Field(code, label, Kind.TEXT, names)


def _figure(code: str, label: str, kind: Kind, *names: str) -> Field:
    return Field(code, label, kind, names, is_figure=True)


DIMENSIONS: dict[str, tuple[str, ...]] = {
    "schedule": ("schedule", "time", "timeline", "delivery date", "termin", "zeit", "zeitplan"),
    "cost": ("cost", "budget", "finance", "financial", "kosten", "finanzen", "whole life cost"),
    "scope": ("scope", "umfang", "inhalt", "leistung"),
    "benefits": ("benefit", "nutzen", "outcome"),
    "risk": ("risk", "risiko", "risiken"),
    "resources": ("resource", "resourcing", "team", "staffing", "ressource", "ressourcen"),
    "quality": ("quality", "qualität"),
}
_IDENTITY = (
    _text(
        "code",
        "Code",
        *listed(
            "code, id, identifier, number, no, nr, key, reference, ref, pid, project id, "
            "project code, project number, unique id, id number, kennung, projektnummer, "
            "projekt nr, projektcode, projektkennung, vorhabennummer, projektkürzel, wbs, "
            "psp, psp element, investment id, numero, kürzel"
        ),
    ),
    _text(
        "name",
        "Name",
        *listed(
            "project name, project title, name, title, project, programme name, investment "
            "title, initiative, projekt, projektname, projekttitel, titel, "
            "projektbezeichnung, bezeichnung, vorhaben, nom, nom du projet, intitulé"
        ),
    ),
    _text(
        "description",
        "Description",
        *listed(
            "description, summary, about, project description, details, "
            "beschreibung, projektbeschreibung, kurzbeschreibung, inhalt, background"
        ),
    ),
    _text(
        "objective",
        "Objective",
        *listed(
            "objective, goal, aim, aims, purpose, development objective, ziel, ziele, "
            "projektziel, zielsetzung, strategic objective, objectif"
        ),
    ),
    _text(
        "owner_unit",
        "Owner unit",
        *listed(
            "department, unit, division, agency, organisation, organization, ministry, "
            "managing agency, implementing agency, owner unit, business unit, directorate, "
            "abteilung, bereich, organisationseinheit, einheit, ressort, referat, amt, "
            "fachbereich, geschäftsbereich, owning department, lead department, bureau, "
            "department name, agency name, service line, ministère"
        ),
    ),
    _text("programme", "Programme", "programme", "program", "programm", "parent programme"),
    _text("portfolio", "Portfolio", "portfolio", "portfolio name", "teilportfolio"),
    _text(
        "manager",
        "Project manager",
        *listed(
            "project manager, pm, manager, project lead, lead, project leader, projektleiter, "
            "projektleitung, projektleiterin, pl, chef de projet, responsible, "
            "verantwortlich, verantwortlicher, leiter, project director"
        ),
    ),
    _text(
        "sponsor",
        "Sponsor",
        *listed(
            "sponsor, project sponsor, executive sponsor, sro, senior responsible owner, "
            "auftraggeber, client, client agency, customer, business owner, owner, project "
            "owner, executive, lenkungsausschuss, projekteigner, kunde"
        ),
    ),
    _text(
        "category",
        "Category",
        *listed(
            "category, type, project type, kategorie, art, projektart, typ, sector, "
            "projekttyp, investment type, classification, sparte"
        ),
    ),
    _text("method", "Method", "method", "methodology", "methode", "vorgehensmodell", "approach"),
    _text("currency", "Currency", "currency", "currency code", "währung", "devise", "waehrung"),
)

_STANDING = (
    _figure(
        "phase",
        "Phase",
        Kind.TEXT,
        *listed(
            "phase, current phase, phase name, stage, last stage reached, stage name, "
            "lifecycle stage, projektphase, aktuelle phase, gate, current stage, etappe"
        ),
    ),
    _figure(
        "state",
        "State",
        Kind.CHOICE,
        *listed(
            "status, state, project status, status name, projektstatus, zustand, lifecycle "
            "status, stand, bearbeitungsstand, statut"
        ),
    ),
    _figure(
        "project_class",
        "Class",
        Kind.CHOICE,
        *listed("class, project class, projektklasse, klasse, tier, größenklasse"),
    ),
    _figure(
        "percent_complete",
        "Complete (%)",
        Kind.PERCENT,
        *listed(
            "percent complete, complete, progress, percentage complete, completion, % "
            "complete, fortschritt, fertigstellungsgrad, pct complete, percent, erledigt, "
            "degree of completion, projektfortschritt, avancement"
        ),
    ),
    _figure(
        "benefits",
        "Benefits, sum",
        Kind.MONEY,
        *listed(
            "benefit, total benefit, benefit total, planned benefit, nutzen, nutzenwert, "
            "monetised benefits, expected benefit"
        ),
    ),
    _figure(
        "narrative",
        "Delivery confidence",
        Kind.TEXT,
        *listed(
            "narrative, delivery confidence narrative, status narrative, status summary, "
            "commentary on rating, statusbericht, status text, management summary, lage"
        ),
    ),
    _figure(
        "comment",
        "Comment",
        Kind.TEXT,
        *listed("comment, note, remark, kommentar, bemerkung, anmerkung, hinweis, notiz"),
    ),
    _figure(
        "report_date",
        "Report date",
        Kind.DATE,
        *listed(
            "report date, reporting date, date reported as of, as of, as of date, status "
            "date, data date, stichtag, berichtsdatum, snapshot date, reported on, last "
            "update, last updated, updated, stand, berichtsstichtag, period end, reporting "
            "period, statusdatum, date of report, meldedatum"
        ),
    ),
)

_MILESTONE = (
    _text("milestone_name", "Milestone", "milestone", "milestone name", "next milestone"),
    Field("milestone_baseline", "Milestone, baseline", Kind.DATE, ("milestone baseline",)),
    Field(
        "milestone_forecast",
        "Milestone, forecast",
        Kind.DATE,
        ("milestone date", "milestone forecast", "next milestone date", "meilenstein datum"),
    ),
    Field("milestone_actual", "Milestone, reached", Kind.DATE, ("milestone actual",)),
)

# Named by concept and qualifier (see names.py), not by a list of phrases.
_DATES = tuple(
    _figure(f"{end}_{basis}", f"{end.capitalize()}, {basis}", Kind.DATE)
    for end in ("start", "finish")
    for basis in ("baseline", "forecast", "actual")
)
_MONEY = (
    _figure("budget_baseline", "Budget, baseline", Kind.MONEY, "bac"),
    _figure("budget_forecast", "Budget, forecast", Kind.MONEY, "eac"),
    _figure("spent", "Spent", Kind.MONEY, "ac"),
)
_RATINGS = (
    _figure("rag_overall", "Overall status", Kind.RAG),
    *(_figure(f"rag_{key}", f"Status, {key}", Kind.RAG) for key in DIMENSIONS),
)
_COMMENTS = tuple(_figure(f"comment_{key}", f"Comment, {key}", Kind.TEXT) for key in DIMENSIONS)

FIELDS: dict[str, Field] = {
    field.code: field
    for field in (
        *_IDENTITY,
        *_STANDING,
        *_DATES,
        *_MONEY,
        *_RATINGS,
        *_COMMENTS,
        *_MILESTONE,
    )
}

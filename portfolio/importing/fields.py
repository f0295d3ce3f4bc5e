"""The fields a column can fill, with the names that sources give them."""

from dataclasses import dataclass
from enum import StrEnum

from portfolio.importing.wordlists import gettext_noop as _
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
        _("Code"),
        *listed(
            "code, id, identifier, number, no, nr, key, reference, ref, pid, project id, "
            "project code, project number, unique id, id number, kennung, projektnummer, "
            "projekt nr, projektcode, projektkennung, vorhabennummer, projektkürzel, wbs, "
            "psp, psp element, investment id, numero, kürzel"
        ),
    ),
    _text(
        "name",
        _("Name"),
        *listed(
            "project name, project title, name, title, project, programme name, investment "
            "title, initiative, projekt, projektname, projekttitel, titel, "
            "projektbezeichnung, bezeichnung, vorhaben, maßnahme, nom, nom du projet, intitulé"
        ),
    ),
    _text(
        "description",
        _("Description"),
        *listed(
            "description, summary, about, project description, details, "
            "beschreibung, projektbeschreibung, kurzbeschreibung, inhalt, background"
        ),
    ),
    _text(
        "objective",
        _("Objective"),
        *listed(
            "objective, goal, aim, aims, purpose, development objective, ziel, ziele, "
            "projektziel, zielsetzung, strategic objective, objectif"
        ),
    ),
    _text(
        "owner_unit",
        _("Owner unit"),
        *listed(
            "department, unit, division, agency, organisation, organization, ministry, "
            "managing agency, implementing agency, owner unit, business unit, directorate, "
            "abteilung, bereich, organisationseinheit, einheit, ressort, referat, amt, "
            "fachbereich, geschäftsbereich, owning department, lead department, bureau, "
            "department name, agency name, service line, ministère"
        ),
    ),
    _text(
        "programme",
        _("Programme"),
        "programme",
        "program",
        "programm",
        "parent programme",
    ),
    _text("portfolio", _("Portfolio"), "portfolio", "portfolio name", "teilportfolio"),
    _text(
        "manager",
        _("Project manager"),
        *listed(
            "project manager, pm, manager, project lead, lead, project leader, projektleiter, "
            "projektleitung, projektleiterin, pl, chef de projet, responsible, "
            "verantwortlich, verantwortlicher, leiter, project director"
        ),
    ),
    _text(
        "sponsor",
        _("Sponsor"),
        *listed(
            "sponsor, project sponsor, executive sponsor, sro, senior responsible owner, "
            "auftraggeber, client, client agency, customer, business owner, owner, project "
            "owner, executive, lenkungsausschuss, projekteigner, kunde"
        ),
    ),
    _text(
        "category",
        _("Category"),
        *listed(
            "category, type, project type, kategorie, art, projektart, typ, sector, "
            "projekttyp, investment type, classification, sparte"
        ),
    ),
    _text(
        "method",
        _("Method"),
        "method",
        "methodology",
        "methode",
        "vorgehensmodell",
        "approach",
    ),
    _text(
        "currency",
        _("Currency"),
        "currency",
        "currency code",
        "währung",
        "devise",
        "waehrung",
    ),
)

_STANDING = (
    _figure(
        "phase",
        _("Phase"),
        Kind.TEXT,
        *listed(
            "phase, current phase, phase name, stage, last stage reached, stage name, "
            "lifecycle stage, projektphase, aktuelle phase, gate, current stage, etappe"
        ),
    ),
    _figure(
        "state",
        _("State"),
        Kind.CHOICE,
        *listed(
            "status, state, project status, status name, projektstatus, zustand, lifecycle "
            "status, stand, bearbeitungsstand, statut"
        ),
    ),
    _figure(
        "project_class",
        _("Class"),
        Kind.CHOICE,
        *listed("class, project class, projektklasse, klasse, tier, größenklasse"),
    ),
    _figure(
        "percent_complete",
        _("Complete (%)"),
        Kind.PERCENT,
        *listed(
            "percent complete, complete, progress, percentage complete, completion, % "
            "complete, fortschritt, fertigstellungsgrad, pct complete, percent, erledigt, "
            "degree of completion, projektfortschritt, avancement"
        ),
    ),
    _figure(
        "benefits",
        _("Benefits, sum"),
        Kind.MONEY,
        *listed(
            "benefit, total benefit, benefit total, planned benefit, nutzen, nutzenwert, "
            "monetised benefits, expected benefit"
        ),
    ),
    _figure(
        "narrative",
        _("Delivery confidence"),
        Kind.TEXT,
        *listed(
            "narrative, delivery confidence narrative, status narrative, status summary, "
            "commentary on rating, statusbericht, status text, management summary, lage"
        ),
    ),
    _figure(
        "comment",
        _("Comment"),
        Kind.TEXT,
        *listed("comment, note, remark, kommentar, bemerkung, anmerkung, hinweis, notiz"),
    ),
    _figure(
        "report_date",
        _("Report date"),
        Kind.DATE,
        *listed(
            "report date, report month, reporting month, berichtsmonat, monat, month, snapshot, "
            "reporting date, date reported as of, as of, as of date, status "
            "date, data date, stichtag, berichtsdatum, snapshot date, reported on, last "
            "update, last updated, updated, stand, berichtsstichtag, period end, reporting "
            "period, statusdatum, date of report, meldedatum"
        ),
    ),
)

_MILESTONE = (
    _text("milestone_name", _("Milestone"), "milestone", "milestone name", "next milestone"),
    Field(
        "milestone_baseline",
        _("Milestone, baseline"),
        Kind.DATE,
        ("milestone baseline",),
    ),
    Field(
        "milestone_forecast",
        _("Milestone, forecast"),
        Kind.DATE,
        ("milestone date", "milestone forecast", "next milestone date", "meilenstein datum"),
    ),
    Field("milestone_actual", _("Milestone, reached"), Kind.DATE, ("milestone actual",)),
)

# Named by concept and qualifier (see names.py), not by a list of phrases.
_DATES = (
    _figure("start_baseline", _("Start, baseline"), Kind.DATE),
    _figure("start_forecast", _("Start, forecast"), Kind.DATE),
    _figure("start_actual", _("Start, actual"), Kind.DATE),
    _figure("finish_baseline", _("Finish, baseline"), Kind.DATE),
    _figure("finish_forecast", _("Finish, forecast"), Kind.DATE),
    _figure("finish_actual", _("Finish, actual"), Kind.DATE),
)
_MONEY = (
    _figure("budget_baseline", _("Budget, baseline"), Kind.MONEY, "bac"),
    _figure("budget_forecast", _("Budget, forecast"), Kind.MONEY, "eac"),
    _figure("spent", _("Spent"), Kind.MONEY, "ac"),
)
_RATINGS = (
    _figure("rag_overall", _("Overall status"), Kind.RAG),
    _figure("rag_schedule", _("Status, schedule"), Kind.RAG),
    _figure("rag_cost", _("Status, cost"), Kind.RAG),
    _figure("rag_scope", _("Status, scope"), Kind.RAG),
    _figure("rag_benefits", _("Status, benefits"), Kind.RAG),
    _figure("rag_risk", _("Status, risk"), Kind.RAG),
    _figure("rag_resources", _("Status, resources"), Kind.RAG),
    _figure("rag_quality", _("Status, quality"), Kind.RAG),
)
_COMMENTS = (
    _figure("comment_schedule", _("Comment, schedule"), Kind.TEXT),
    _figure("comment_cost", _("Comment, cost"), Kind.TEXT),
    _figure("comment_scope", _("Comment, scope"), Kind.TEXT),
    _figure("comment_benefits", _("Comment, benefits"), Kind.TEXT),
    _figure("comment_risk", _("Comment, risk"), Kind.TEXT),
    _figure("comment_resources", _("Comment, resources"), Kind.TEXT),
    _figure("comment_quality", _("Comment, quality"), Kind.TEXT),
)

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

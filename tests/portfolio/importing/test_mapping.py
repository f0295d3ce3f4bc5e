import json
from dataclasses import replace

import pytest
from openpyxl.styles import PatternFill

from portfolio.importing.fields import FIELDS
from portfolio.importing.mapping import Mapping, from_json, refit
from portfolio.importing.names import candidates
from portfolio.importing.proposal import propose, retarget
from portfolio.importing.reasons import MESSAGES, ImportRefused
from portfolio.importing.records import build
from tests.portfolio.importing.sheets import csv_bytes, table_of, xlsx_bytes

pytestmark = pytest.mark.pure


def targets(mapping: Mapping) -> dict[str, str]:
    return {column.header: column.target for column in mapping.columns}


def proposed(*rows: str, currency: str = "") -> Mapping:
    return propose(table_of(csv_bytes(*rows)), currency=currency)


def questions(mapping: Mapping, target: str) -> list[str]:
    return [reason.code for column in mapping.sources(target) for reason in column.questions]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Projekt-Nr.", "code"),
        ("Numéro", "code"),
        ("Maßnahme", "name"),
        ("Baubeginn", "start_baseline"),
        ("Ampelstatus", "rag_overall"),
        ("Coût estimé (M€)", "budget_forecast"),
        ("Kennung", "code"),
        ("uniqueId", "code"),
        ("Projektleiter", "manager"),
        ("Project Manger", "manager"),
        ("Auftraggeber", "sponsor"),
        ("Ampel", "rag_overall"),
        ("Schedule RAG", "rag_schedule"),
        ("Budget (T€)", "budget_baseline"),
        ("Approved cost", "budget_baseline"),
        ("EAC", "budget_forecast"),
        ("Ist-Kosten", "spent"),
        ("Actual spend to date (k)", "spent"),
        ("Plan-Ende", "finish_baseline"),
        ("Ende (Prognose)", "finish_forecast"),
        ("Go-Live", "finish_forecast"),
        ("Actual start", "start_actual"),
        ("Fertigstellungsgrad", "percent_complete"),
        ("Stichtag", "report_date"),
        ("Narrative on schedule", "comment_schedule"),
    ],
)
def test_names_in_two_languages(header: str, field: str) -> None:
    assert candidates(header)[0].field == field


def test_differences_and_amounts_of_one_year_fill_no_field() -> None:
    for header in (
        "Budget variance",
        "Cost change",
        "Financial Year Forecast (£m)",
        "Days remaining",
    ):
        assert candidates(header) == ()


def test_content_decides_where_names_are_open() -> None:
    colours = proposed("Code,Name,Status", "1,A,Green", "2,B,Red", "3,C,TBC")
    states = proposed("Code,Name,Status", "1,A,Active", "2,B,Closed", "3,C,On hold")
    assert targets(colours)["Status"] == "rag_overall"
    assert targets(states)["Status"] == "state"
    assert targets(proposed("Code,Name,Budget", "1,A,soon", "2,B,later"))["Budget"] == ""


def test_two_ratings_are_an_ordered_fallback() -> None:
    mapping = proposed(
        "Code,Name,IPA delivery confidence,SRO delivery confidence",
        "1,A,Green,",
        "2,B,,Red",
        "3,C,Amber,Amber",
    )
    assert [c.header for c in mapping.sources("rag_overall")] == [
        "IPA delivery confidence",
        "SRO delivery confidence",
    ]


def test_one_date_order_from_all_cells() -> None:
    head = "Code,Name,Start,End"
    mapping = proposed(head, "1,A,03/04/2026,01/02/2027", "2,B,03/25/2026,01/02/2027")
    orders = {c.target: c.rules.date.order for c in mapping.columns}
    assert (orders["start_baseline"], orders["finish_forecast"]) == ("mdy", "mdy")
    assert questions(mapping, "start_baseline") == []
    assert questions(mapping, "finish_forecast") == ["ask_date_order_others"]
    open_order = proposed(head, "1,A,03/04/2026,2027-01-02", "2,B,05/06/2026,2027-01-02")
    assert questions(open_order, "start_baseline") == ["ask_date_order"]
    mixed = proposed(head, "1,A,13/04/2026,", "2,B,14/04/2026,", "3,C,04/25/2026,")
    assert mixed.sources("start_baseline")[0].rules.date.order == "dmy"
    assert questions(mixed, "start_baseline") == ["ask_date_order_mixed"]


def test_one_decimal_sign_one_unit_and_one_currency() -> None:
    english = proposed("Code,Name,Budget (£m)", '1,A,"1,234"', "2,B,12.5")
    rule = english.sources("budget_baseline")[0].rules.number
    assert (rule.decimal, rule.scale, rule.currency) == (".", 10**6, "GBP")
    german = proposed("Kennung;Name;Budget", "1;A;1.234", "2;B;5.678", currency="EUR")
    rule = german.sources("budget_baseline")[0].rules.number
    assert (rule.decimal, rule.scale, rule.currency) == (",", 1, "EUR")
    assert questions(german, "budget_baseline") == ["ask_decimal"]
    unnamed = proposed("Code,Name,Budget", "1,A,12.5")
    assert questions(unnamed, "budget_baseline") == ["ask_currency"]
    dollars = proposed("Code,Name,Budget", "1,A,$12.50", currency="CAD")
    assert dollars.sources("budget_baseline")[0].rules.number.currency == "CAD"
    assert questions(dollars, "budget_baseline") == []


def test_percent_scale_and_rating_direction_are_asked() -> None:
    share = proposed("Code,Name,% complete", "1,A,0.25", "2,B,1")
    assert share.sources("percent_complete")[0].rules.number.is_share
    assert questions(share, "percent_complete") == ["ask_percent_scale"]
    numbers = proposed("Code,Name,RAG", "1,A,1", "2,B,3")
    assert questions(numbers, "rag_overall") == ["ask_rag_direction"]


def test_colours_without_text_are_read_only_after_a_person_says_so() -> None:
    def change(book: object, sheet: object) -> None:
        for row, colour in ((2, "FF0000"), (3, "00B050")):
            sheet.cell(row, 3).fill = PatternFill("solid", fgColor=colour)

    data = xlsx_bytes([["Code", "Name", "RAG"], ["1", "A"], ["2", "B"]], change=change)
    table = table_of(data)
    mapping = propose(table)
    assert questions(mapping, "rag_overall") == ["ask_fill"]
    assert [p.current.values for p in build(table, mapping).projects] == [{}, {}]
    rules = mapping.columns[2].rules
    chosen = replace(rules, rating=replace(rules.rating, reads_fill=True))
    plan = build(table, mapping.with_column(2, rules=chosen))
    assert [p.current.values["rag_overall"] for p in plan.projects] == ["red", "green"]


def test_a_mapping_survives_saving_and_fits_the_next_file() -> None:
    data = csv_bytes("Code,Name,Budget (£m),Start,Note", "1,A,£12,13/04/2026,x")
    mapping = propose(table_of(data))
    saved = from_json(mapping.to_json())
    assert saved.to_json() == mapping.to_json()
    following = table_of(csv_bytes("name,code,Owner,budget (£M)", "B,2,me,£7"))
    fitted = refit(saved, following)
    assert targets(fitted.mapping) == {
        "name": "name",
        "code": "code",
        "Owner": "",
        "budget (£M)": "budget_baseline",
    }
    assert fitted.mapping.sources("budget_baseline")[0].rules.number.scale == 10**6
    assert (fitted.missing, fitted.new) == (("Start", "Note"), ("Owner",))


def test_changed_by_hand() -> None:
    table = table_of(csv_bytes("Code,Name,Paid (k€)", "1,A,12"))
    mapping = retarget(propose(table), table, 2, "benefits")
    column = mapping.sources("benefits")[0]
    assert (column.rules.number.scale, column.rules.number.currency) == (1000, "EUR")
    assert retarget(mapping, table, 2, "").columns[2].target == ""
    changed = replace(column.rules, number=replace(column.rules.number, scale=1))
    assert mapping.with_column(2, rules=changed).columns[2].rules.number.scale == 1
    with pytest.raises(ImportRefused):
        retarget(mapping, table, 2, "nonsense")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("{", "mapping_not_json"),
        ("[]", "mapping_shape"),
        ('{"version": 9}', "mapping_version"),
        ('{"version": 1}', "mapping_shape"),
        ('{"version": 1, "columns": [{"target": "code"}]}', "mapping_shape"),
        ('{"version": 1, "columns": [{"header": "x", "target": "y"}]}', "mapping_field"),
        ('{"version": 1, "columns": [{"header": "x", "order": "xyz"}]}', "mapping_convention"),
        ('{"version": 1, "columns": [{"header": "x", "scale": true}]}', "mapping_convention"),
        ('{"version": 1, "columns": [{"header": "x", "currency": "EURO"}]}', "mapping_convention"),
    ],
)
def test_broken_mappings_are_refused_with_a_reason(data: str, code: str) -> None:
    with pytest.raises(ImportRefused) as caught:
        from_json(data)
    assert caught.value.reason.code == code
    assert str(caught.value)


def test_every_field_has_a_label_and_plain_json() -> None:
    assert all(field.label and field.code == code for code, field in FIELDS.items())
    assert all("%s" not in message for message in MESSAGES.values())
    assert json.loads(Mapping(()).to_json()) == {"version": 1, "columns": []}


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (("30.06.2027", "31.12.2027", "01.03.2028"), "finish_forecast"),
        (("1.250.000,00", "300.000,00", "4.000,50"), "budget_forecast"),
        (("25000", "46000", "79999"), "budget_forecast"),  # amounts that could be serial days
    ],
)
def test_a_bare_forecast_is_a_budget_or_a_finish_by_its_cells(
    cells: tuple[str, ...], field: str
) -> None:
    lines = [f"P-{n};Projekt {n};{cell}" for n, cell in enumerate(cells)]
    assert targets(proposed("Nr.;Projektname;Prognose", *lines))["Prognose"] == field


def test_numbers_below_a_second_bare_forecast_are_no_dates() -> None:
    lines = [f"P-{n},Name {n},{n}00000,4{n}000" for n in range(1, 4)]
    found = targets(proposed("Code,Name,Budget forecast,Prognose", *lines))
    assert (found["Budget forecast"], found["Prognose"]) == ("budget_forecast", "")

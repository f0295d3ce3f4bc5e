"""Every reason the import engine can give, as a code with an English sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portfolio.importing.wordlists import gettext_noop as _

Params = Mapping[str, str | int]

MESSAGES: dict[str, str] = {
    # A file that is refused
    "file_empty": _("The file is empty."),
    "file_too_large": _("The file has %(size)s MB; at most %(limit)s MB can be read."),
    "file_binary": _("The file is neither a text table (CSV) nor an Excel workbook (XLSX)."),
    "file_pdf": _("This is a PDF. Please export the table as CSV or XLSX."),
    "file_html": _("This is a web page, not a table. Please save it as XLSX or CSV."),
    "file_xls": _("This is an old Excel file (XLS). Please save it as XLSX."),
    "file_encrypted": _("The workbook is protected by a password. Please save it without one."),
    "file_macros": _("Workbooks with macros are not accepted. Please save it as XLSX."),
    "file_not_workbook": _("The file is an archive, but not an Excel workbook (XLSX)."),
    "file_damaged": _("The workbook is damaged and cannot be opened."),
    "file_bomb": _("The workbook unpacks to far more data than a table needs."),
    "file_unsafe_xml": _("The workbook holds entity declarations, which are not accepted."),
    "file_csv_broken": _("The text table cannot be split into cells (near row %(row)s)."),
    "file_too_many_cells": _("The table has more than %(limit)s cells."),
    "file_no_table": _("No table was found: there is no row with column names."),
    # Notes on a file
    "note_hidden_sheets": _("%(count)s hidden sheets were left out."),
    "note_hidden_rows": _("Sheet %(sheet)s: %(count)s hidden rows were left out."),
    "note_hidden_columns": _("Sheet %(sheet)s: %(count)s hidden columns were left out."),
    "note_embedded": _("Embedded objects in the workbook were ignored."),
    "note_external_links": _("Links to other workbooks were not followed."),
    "note_no_currency": _("No currency in the file: amounts are taken as %(currency)s."),
    "note_encoding_guessed": _("The text is not UTF-8; it was read as cp1252."),
    # Rows that are no project
    "row_blank": _("blank row"),
    "row_total": _("total row"),
    "row_group": _("group heading"),
    "row_note": _("note below the table"),
    "row_repeated_header": _("column names repeated"),
    "row_no_key": _("neither code nor name"),
    "row_no_report_date": _("no readable report date"),
    "row_duplicate_code": _("Code %(code)s already stands in row %(row)s."),
    "row_duplicate_part": _("%(part)s of this project already stands in row %(row)s."),
    # A cell that is empty on purpose
    "missing_blank": _("blank"),
    "missing_dash": _("marked as empty"),
    "missing_not_applicable": _("not applicable"),
    "missing_undecided": _("not decided or not known yet"),
    "missing_exempt": _("withheld or exempt from publication"),
    "missing_not_provided": _("not provided by the source"),
    "missing_part_open": _("%(open)s of %(count)s parts have no such date yet."),
    "missing_differs": _("The parts differ, and this figure cannot be added up."),
    # A cell that cannot be read
    "cell_formula_error": _("The formula gives an error."),
    "cell_formula_not_computed": _("The formula has no stored result; save the file in Excel."),
    "date_unreadable": _("This is not a date."),
    "date_several": _("More than one date stands here."),
    "date_wrong_order": _("The date does not fit the order chosen for this column."),
    "date_impossible": _("This day does not exist in the calendar."),
    "date_out_of_range": _("The year lies outside 1900 to 2199."),
    "code_word": _("The code %(word)s stands where a value is expected."),
    "text_instead": _("Text stands where a value is expected."),
    "number_unreadable": _("This is not a number."),
    "number_wrong_decimal": _("The number does not fit the decimal sign of this column."),
    "number_too_large": _("The number is too large."),
    "number_several": _("More than one number stands here."),
    "number_not_whole": _("A whole number is expected."),
    "money_is_percent": _("A percentage stands where an amount is expected."),
    "rag_unknown": _("This is not a status colour."),
    "choice_unknown": _("This state is not known."),
    # A value that was read with an assumption
    "read_end_of_month": _("Only the month is given: its last day was taken."),
    "read_end_of_quarter": _("Only the quarter is given: its last day was taken."),
    "read_end_of_year": _("Only the year is given: its last day was taken."),
    "read_end_of_fiscal_year": _("Only the fiscal year is given: its last day was taken."),
    "read_end_of_week": _("Only the week is given: its Friday was taken."),
    "read_serial": _("Read as a serial day number."),
    "read_text_dropped": _("Text behind the value was left out."),
    "read_own_scale": _("The cell names its own unit."),
    "read_about": _("Marked as approximate."),
    "read_five_levels": _("Five-level rating %(level)s, shown as %(colour)s."),
    "read_fill": _("Read from the cell colour."),
    "read_partial_sum": _("Sum of %(known)s of %(count)s parts; the others hold no amount."),
    "read_fallback": _("Taken from column %(column)s because the first one is empty."),
    "read_code_shortened": _("The code was too long and was shortened."),
    # Checks across fields
    "check_finish_before_start": _("The finish %(finish)s lies before the start %(start)s."),
    "check_percent_range": _("%(value)s %% lies outside 0 to 100 %%."),
    "check_spent_high": _("Spent %(spent)s is more than ten times the budget %(budget)s."),
    "check_date_far": _("%(value)s is more than 20 years away from the report date."),
    "check_currency_mix": _("Amounts in several currencies: %(currencies)s."),
    # What the portfolio cannot keep
    "save_negative": _("A negative amount cannot be kept."),
    "save_other_currency": _("The amount is in %(found)s, the project is kept in %(currency)s."),
    "save_shortened": _("The text was shortened to %(limit)s characters."),
    "save_rule": _("Together with what is known of the project: %(message)s"),
    "save_state_assumed": _("The state is not known; it was left as %(state)s."),
    "save_person_kept": _("Nobody is known by this name; the person named before stays."),
    "save_person_unknown": _("Nobody has an account by this name; the name is kept as text."),
    "save_person_twice": _("The sponsor cannot be the project manager; the name is kept as text."),
    "save_person_assures": _("This person assures the project; the name is kept as text."),
    "save_by_name": _("The file has no code: found by name as %(code)s."),
    "save_not_allowed": _("You are not allowed to change the project of this code."),
    "save_taken": _("Another row of the file changes the project %(code)s already."),
    # Questions about a column
    "ask_date_order": _("Day-month and month-day both fit: please choose."),
    "ask_date_order_mixed": _("No single date order fits all cells; %(order)s fits most."),
    "ask_date_order_others": _("Both date orders fit; the other columns use %(order)s."),
    "ask_decimal_others": _("Point and comma both fit; the other columns use “%(decimal)s”."),
    "ask_decimal": _("Decimal point and decimal comma both fit: please choose."),
    "ask_decimal_mixed": _("No single decimal sign fits all cells."),
    "ask_currency": _("No currency is named: please choose."),
    "ask_currency_sign": _("The sign %(sign)s belongs to several currencies: please choose."),
    "ask_currency_mix": _("Several currencies stand in this column: %(currencies)s."),
    "ask_scale": _("Names and cells disagree about the unit: please choose."),
    "ask_percent_scale": _("All values are at most 1: please choose 0..1 or 0..100."),
    "ask_rag_direction": _("Numbers or levels as status: please choose which end is green."),
    "ask_fiscal_year": _("Fiscal years: please choose the month in which they end."),
    "ask_fill": _("Cells carry a colour but no text: read the colour?"),
    # Why a column is mapped or left out
    "why_name": _("The name matches %(synonym)s."),
    "why_name_similar": _("The name is similar to %(synonym)s."),
    "why_content": _("%(share)s %% of the filled cells can be read as %(kind)s."),
    "why_empty": _("The column is empty."),
    "why_no_match": _("No field matches this name."),
    "why_difference": _("A difference or a rest is computed from other fields."),
    "why_in_year": _("An amount of one year; budgets cover the whole project."),
    "why_content_differs": _("The name matches %(field)s, but the cells do not."),
    "why_taken": _("%(field)s is already filled by a better column."),
    "why_fallback": _("Used where the first column for %(field)s is empty."),
    "why_chosen": _("Chosen by hand or by a saved mapping."),
    # A saved mapping that cannot be used
    "mapping_not_json": _("The mapping is not valid JSON."),
    "mapping_version": _("The mapping has version %(version)s, which is not known."),
    "mapping_shape": _("The mapping lacks a valid entry %(entry)s."),
    "mapping_field": _("The mapping names the field %(field)s, which does not exist."),
    "mapping_convention": _("%(value)s is no valid choice for %(entry)s."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A code from MESSAGES with the values its sentence needs."""

    code: str
    params: Params = field(default_factory=dict)

    def __str__(self) -> str:
        return MESSAGES[self.code] % dict(self.params)


class ImportRefused(Exception):
    """Nothing can be imported; the reason says why."""

    def __init__(self, code: str, **params: str | int) -> None:
        self.reason = Reason(code, params)
        super().__init__(str(self.reason))

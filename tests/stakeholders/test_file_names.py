"""Names of report files."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stakeholders.domain.editions import letter_of
from stakeholders.domain.file_names import report_file_name, slug

pytestmark = pytest.mark.pure


def test_a_name_tells_organisation_subject_number_title_version_and_day():
    assert (
        report_file_name(
            organisation="ACM",
            subject="Straßen & Brücken",
            title="Portfolio report",
            number=12,
            as_of=date(2026, 3, 6),
        )
        == "ACM-STRASSEN-BRUECKEN-PR-012_portfolio-report_v1.0_2026-03-06.pdf"
    )


def test_umlauts_are_written_out_and_accents_dropped():
    assert slug("Übergröße Café Łódź") == "uebergroesse-cafe-lodz"


@settings(deadline=None)
@given(st.text(), st.text(), st.text(), st.integers(1, 99999))
def test_every_name_is_plain_ascii_and_short(organisation, subject, title, number):
    name = report_file_name(
        organisation=organisation,
        subject=subject,
        title=title,
        number=number,
        as_of=date(2026, 11, 10),
    )
    assert re.fullmatch(r"[A-Z0-9-]+-PR-\d{3,}_[a-z0-9-]+_v1\.0_2026-11-10\.pdf", name)
    assert len(name) <= 120


def test_editions_are_lettered_like_columns_of_a_sheet():
    assert [letter_of(place) for place in (None, 0, 1, 25, 26, 51, 52, 702)] == [
        "",
        "A",
        "B",
        "Z",
        "AA",
        "AZ",
        "BA",
        "AAA",
    ]

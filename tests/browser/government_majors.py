"""A small list of projects with all the habits of published ones; every value is made up."""

import csv
import io

BOM = b"\xef\xbb\xbf"
EXEMPT = "Exempt under Section 43 of the Freedom of Information Act 2000"
HEADER = (
    "Project ID",
    "Project Name",
    "Department",
    "Delivery Confidence Assessment\n(Red - Amber - Green at the end of the quarter)",
    "Commentary on the delivery confidence",
    "Project - Start Date\n(latest approved)",
    "Project - End Date\n(latest approved)",
    "Whole life budget (£m)\n(including other public money)",
    "Whole life forecast (£m)",
)
ROWS = (
    ("TR_0101", "Coastal Rail Renewal", "Transport", "Red", "Two viaducts must be rebuilt.",
     "2021-04-01", "2028-03-31", "£1,240.5", "£1,498.0"),
    ("TR_0102", "Night Ferry Terminals", "Transport", "Amber", "The tender was repeated.",
     "2022-09-01", "2026-12-31", "£88.4", "£91.0"),
    ("HE_0201", "Rural Clinics", "Health", "Green", "On plan.",
     "2023-01-09", "2027-06-30", "£12.3", "£12.3"),
    ("HE_0202", "Patient Records Exchange", "Health", "Red", "Two suppliers left.",
     "2020-10-01", "TBD", "£310", "£402.75"),
    ("DE_0301", "Harbour Patrol Boats", "Defence", "Amber", EXEMPT,
     "2019-04-01", "2027-03-31", EXEMPT, EXEMPT),
    ("ED_0401", "School Roofs", "Education", "Green", "Two of three lots are done.",
     "2022-04-01", "2026-08-31", "£45.0", "about forty-six"),
    ("ED_0402", "Digital Exams", "Education", EXEMPT, "",
     "31/04/2023", "2027-07-31", "£7.9", "n/a"),
)  # fmt: skip

PROPOSED = dict(
    zip(
        HEADER[:8],
        (
            "Code",
            "Name",
            "Owner unit",
            "Overall status",
            "Delivery confidence",
            "Start, baseline",
            "Finish, baseline",
            "Budget, baseline",
        ),
        strict=True,
    )
)
WITHHELD = ("Not given", "withheld or exempt from publication")


def _shown(number: int) -> str:
    """A column's name as the page shows it: on one line, cut after sixty signs."""
    name = " ".join(HEADER[number].split())
    return name if len(name) <= 60 else f"{name[:59]}…"


UNREAD = [
    ["5", _shown(6), "TBD", "Not given", "not decided or not known yet"],
    ["6", _shown(4), EXEMPT, *WITHHELD],
    ["6", _shown(7), EXEMPT, *WITHHELD],
    ["6", _shown(8), EXEMPT, *WITHHELD],
    ["7", _shown(8), "about forty-six", "Not readable", "This is not a number."],
    ["8", _shown(3), EXEMPT, *WITHHELD],
    ["8", _shown(5), "31/04/2023", "Not readable", "This day does not exist in the calendar."],
    ["8", _shown(8), "n/a", "Not given", "not applicable"],
]


def file() -> bytes:
    """The list as a CSV file: byte order mark, line breaks in the column names."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([HEADER, *ROWS])
    return BOM + text.getvalue().encode()

"""What reading one cell gives: a value, or the reason why there is none."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portfolio.importing.reasons import Params, Reason


@dataclass(frozen=True, slots=True)
class Money:
    """An amount and its currency code; the code is empty where nobody named one."""

    amount: Decimal
    currency: str = ""

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}".strip()


Value = str | date | Decimal | int | Money


@dataclass(frozen=True, slots=True)
class Read:
    """A value, with a note where it was read with an assumption."""

    value: Value
    note: Reason | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing on purpose: blank, undecided, withheld; the field stays empty with this reason."""

    code: str
    raw: str = ""
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that is no value of the wanted kind; the field stays empty with this reason."""

    code: str
    raw: str
    params: Params = field(default_factory=dict)


Outcome = Read | Missing | Unreadable
Gap = Missing | Unreadable

"""What comes out of a conversion."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from guidelines.exchange.problems import Problem


@dataclass(frozen=True)
class Converted:
    """Markdown whose pictures are `image:KEY`, the pictures by key, and what was not kept."""

    markdown: str
    images: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


class Notes(Counter[str]):
    """Counts what was not kept, by the code of its message."""

    def problems(self, path: str = "") -> tuple[Problem, ...]:
        """One problem for each code, with its number."""
        return tuple(Problem(path, 0, code, {"count": self[code]}) for code in sorted(self))

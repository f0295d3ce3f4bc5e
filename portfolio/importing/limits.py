"""How much a file may hold before it is refused."""

from dataclasses import dataclass

from portfolio.importing.reasons import ImportRefused

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Upper bounds; the unpacked ones guard against archives that explode."""

    file_bytes: int = 50 * MEGABYTE
    cells: int = 1_500_000
    rows: int = 200_000
    entries: int = 2_000
    unpacked_bytes: int = 100 * MEGABYTE
    ratio: int = 100

    def check(self, cells: int, rows: int) -> None:
        """Refuses a table that has grown beyond the limits."""
        if cells > self.cells or rows > self.rows:
            raise ImportRefused("file_too_many_cells", limit=self.cells)

    def check_size(self, size: int) -> None:
        """Refuses a file that is too large to be read at all."""
        if size > self.file_bytes:
            megabytes = -(-size // MEGABYTE)
            raise ImportRefused("file_too_large", size=megabytes, limit=self.file_bytes // MEGABYTE)

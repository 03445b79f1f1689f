"""Finds the tables on a page of a PDF by its layout, and writes their rows with the cells apart: `| a | b | c |`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Range = tuple[int, int]

_BLANKS = re.compile(r" {2,}")
_ENDLESS = 1_000_000
_ITEM = re.compile(r"[•·*–—-]|\(?[\dA-Za-z]{1,3}[.)]")
"""What stands before the items of a list, which two columns do not make a table."""
SHORT = 20
"""Characters that a cell has on average in a table that is drawn column by column; columns of prose have more."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, an empty one where a row has none in a column."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> list[str]:
        return [f"| {' | '.join(row)} |" for row in self.rows]

    @property
    def is_list(self) -> bool:
        return len(self.rows[0]) == 2 and all(_ITEM.fullmatch(row[0]) for row in self.rows)

    @property
    def is_short(self) -> bool:
        cells = [cell for row in self.rows for cell in row[1:] if cell]
        return sum(map(len, cells)) <= SHORT * len(cells)


def with_tables(plain: str, layout: str) -> str:
    """The plain text of a page with its tables as rows: each row in the place of the words that it is made of.

    `layout` is the same page with its columns kept apart by blanks. A table whose words stand in another order in the
    plain text, because it was drawn column by column, is added at the end.
    """
    lines = plain.splitlines()
    added: list[str] = []
    for table in tables(layout):
        lines, found = _placed(lines, table)
        if not found and table.is_short:
            added += table.lines
    return "\n".join([*lines, *added])


def tables(layout: str) -> list[Table]:
    """The tables of a page: at least two lines in a row whose words leave the same columns blank."""
    found: list[Table] = []
    lines = [line.rstrip() for line in layout.expandtabs().splitlines() if line.strip()]
    at = 0
    while at < len(lines):
        rows = _rows_from(lines, at)
        at += max(1, len(rows))
        if len(rows) > 1 and not (table := Table(_without_empty(rows))).is_list:
            found.append(table)
    return found


def _rows_from(lines: Sequence[str], first: int) -> list[tuple[str, ...]]:
    """The rows of the table that begins with this line; one or none where no table does."""
    gutters = _blanks(lines[first])
    taken = [lines[first]]
    for line in lines[first + 1 :]:
        shared = _shared(gutters, _blanks(line))
        if any(sum(map(bool, _cells(each, shared))) < 2 for each in (line, lines[first])):
            break
        gutters = shared
        taken.append(line)
    return [_cells(line, gutters) for line in taken]


def _blanks(line: str) -> list[Range]:
    """Where the line is blank: two characters and more between its words, before them, and all after them."""
    return [*(found.span() for found in _BLANKS.finditer(line)), (len(line), _ENDLESS)]


def _shared(some: Sequence[Range], others: Sequence[Range]) -> list[Range]:
    """Where both are blank, two characters wide or more. Both stand in order: each pair is looked at once."""
    found: list[Range] = []
    here = there = 0
    while here < len(some) and there < len(others):
        start, end = max(some[here][0], others[there][0]), min(some[here][1], others[there][1])
        if end - start >= 2:
            found.append((start, end))
        if some[here][1] <= others[there][1]:
            here += 1
        else:
            there += 1
    return found


def _cells(line: str, gutters: Sequence[Range]) -> tuple[str, ...]:
    edges = [0, *(end for _, end in gutters if end != _ENDLESS), len(line)]
    return tuple(" ".join(line[start:end].split()) for start, end in pairwise(edges))


def _without_empty(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    kept = [column for column in range(len(rows[0])) if any(row[column] for row in rows)]
    return tuple(tuple(row[column] for column in kept) for row in rows)


def _placed(lines: list[str], table: Table) -> tuple[list[str], bool]:
    """The lines with every row of the table that stands in them in one piece, and whether there was one."""
    wanted = {_squeezed(*row): line for row, line in zip(table.rows, table.lines, strict=True)}
    done: list[str] = []
    at, found = 0, False
    while at < len(lines):
        length, row = next(_starting(lines, at, wanted, len(table.rows[0])), (1, ""))
        found = found or bool(row)
        done.append(row or lines[at])
        at += length
    return done, found


def _starting(lines: Sequence[str], at: int, wanted: dict[str, str], columns: int) -> Iterator[tuple[int, str]]:
    """How many lines from here on make a row, and that row. Many a PDF has each cell on a line of its own."""
    for length in range(1, columns + 1):
        row = wanted.get(_squeezed(*lines[at : at + length]))
        if row and lines[at].strip():
            yield length, row


def _squeezed(*parts: str) -> str:
    return "".join("".join(parts).split())

"""The tables of a PDF come out as rows of text with their cells apart, and no word is lost or said twice by it."""

import io
from collections.abc import Sequence

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from factcheck.adapters import reading_pdf
from factcheck.adapters.reading_tables import tables, with_tables
from factcheck.domain.watching import passage_in, plain
from factcheck.language import TextSimilarity
from tests.adapters.test_extracting import extract

Piece = tuple[float, float, str]
HEAD = ("", "2024", "2025")
ROWS = (
    ("Ferries in service", "12", "9"),
    ("Passengers, thousands", "1,480", "1,207"),
    ("Sailings cancelled", "31", ""),
)
COLUMNS = (60, 300, 400)
LINES = ["|  | 2024 | 2025 |", "| Ferries in service | 12 | 9 |", "| Passengers, thousands | 1,480 | 1,207 |",
         "| Sailings cancelled | 31 |  |"]  # fmt: skip


def drawn(pieces: Sequence[Piece]) -> bytes:
    """A PDF of one page with these words at these places, drawn in this order."""
    writer = pypdf.PdfWriter()
    sheet = writer.add_blank_page(595, 842)
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                             NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
    stream = DecodedStreamObject()
    stream.set_data("\n".join(f"BT /F1 10 Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET" for x, y, words in pieces).encode())
    sheet[NameObject("/Contents")] = writer._add_object(stream)
    fonts = DictionaryObject({NameObject("/F1"): font})
    sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()


def grid(rows: Sequence[Sequence[str]], columns: Sequence[int] = COLUMNS, top: int = 700) -> list[list[Piece]]:
    return [
        [(x, top - 16 * number, words) for x, words in zip(columns, row, strict=True) if words]
        for number, row in enumerate(rows)
    ]


def text_of(pieces: Sequence[Piece]) -> list[str]:
    return extract(drawn(pieces), "application/pdf").text.splitlines()


ABOVE = (60, 740, "The harbour office counts ships and people each year.")
BELOW = (60, 620, "Figures for the islands are not contained in the table.")
BY_ROWS = [piece for row in grid((HEAD, *ROWS)) for piece in row]
BY_COLUMNS = [row[place] for place in range(3) for row in grid((HEAD, *ROWS)) if len(row) > place]


def test_a_table_stands_in_its_place_with_its_cells_apart() -> None:
    assert text_of([ABOVE, *BY_ROWS, BELOW]) == [ABOVE[2], *LINES, BELOW[2]]


def test_a_table_that_was_drawn_column_by_column_is_added() -> None:
    found = text_of([ABOVE, *BY_COLUMNS, BELOW])
    assert found[-len(LINES) :] == LINES
    assert found[0] == ABOVE[2]


@pytest.mark.parametrize("pieces", [BY_ROWS, BY_COLUMNS], ids=["by rows", "by columns"])
def test_the_second_reader_finds_tables_too(pieces: Sequence[Piece], monkeypatch: pytest.MonkeyPatch) -> None:
    """pdfminer.six reads what pypdf finds no text in."""
    monkeypatch.setattr(reading_pdf, "_by_pypdf", lambda _: ({}, ""))
    found = reading_pdf.read(drawn([ABOVE, *pieces, BELOW]), {})["text"].splitlines()
    assert (found[0], [line for line in found if line.startswith("|")]) == (ABOVE[2], LINES)


def test_cells_on_lines_of_their_own_are_put_together() -> None:
    layout = "Ferries in service      12       9\nPassengers              1,480    1,207"
    assert with_tables("Above\nFerries in service\n12\n9\nPassengers\n1,480\n1,207\nBelow", layout).splitlines() == [
        "Above", "| Ferries in service | 12 | 9 |", "| Passengers | 1,480 | 1,207 |", "Below",
    ]  # fmt: skip


def test_a_claim_is_answered_by_a_row_and_the_row_can_be_cited() -> None:
    text = "\n".join(text_of([ABOVE, *BY_ROWS, BELOW]))
    found = TextSimilarity().best_passage("Ferries carried 1,207 thousand passengers in 2025.", text)
    assert found
    assert "| Passengers, thousands | 1,480 | 1,207 |" in found.text
    assert passage_in(text, "Passengers, thousands 1,480 1,207")


def test_a_copy_that_was_kept_before_tables_were_read_has_not_changed_by_it() -> None:
    assert plain("\n".join(LINES[1:])) == plain("Ferries in service 12 9\nPassengers, thousands 1,480 1,207\n"
                                                "Sailings cancelled 31")  # fmt: skip


PROSE = ["The pier was built of oak in a", "winter so cold that the harbour", "froze, and it has been mended",
         "every spring since the old king"]  # fmt: skip


def test_two_columns_of_prose_are_no_table() -> None:
    left = [(60, 700 - 14 * number, words) for number, words in enumerate(PROSE)]
    right = [(320, y, words) for _, y, words in left]
    assert text_of([*left, *right]) == [*PROSE, *PROSE]


@pytest.mark.parametrize(
    "layout",
    [
        "1.   The first thing that was found on the beach\n2.   The second thing that was found there",
        "•    A rope of forty metres with both its ends\n•    An anchor that nobody had been looking for",
        "The harbour master said that\nthe pier would be open again.",
        "One line      with three     columns alone",
        "",
    ],
)
def test_lists_prose_and_single_lines_are_no_table(layout: str) -> None:
    assert tables(layout) == []


WORD = st.text("abc019,.%", min_size=1, max_size=6)
CELL = st.lists(WORD, min_size=1, max_size=3).map(" ".join)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=2, max_size=8), st.lists(CELL, max_size=3))
def test_no_word_is_lost_or_said_twice(rows: list[tuple[str, str, str]], around: list[str]) -> None:
    words = [*around, *(" ".join(row) for row in rows), *around]
    layout = "\n".join([*around, *(f"{a:<25}{b:<25}{c}" for a, b, c in rows), *around])
    found = with_tables("\n".join(words), layout)
    assert "".join(found.replace("|", "").split()) == "".join("".join(words).split())


@given(st.text(" ab.|\n1", max_size=300), st.text(" ab.|\n1", max_size=300))
def test_any_page_is_read_without_losing_what_it_says(page: str, layout: str) -> None:
    found = with_tables(page, layout)
    assert "".join(found.replace("|", "").split()).startswith("".join(page.replace("|", "").split()))

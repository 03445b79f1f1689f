"""Writes a plain PDF statement: one column, headings, paragraphs and tables, in the fonts every reader has."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seeds.press_pages import Block

WIDTH, HEIGHT = 595, 842  # A4 in points
LEFT, RIGHT, TOP, BOTTOM = 64, 531, 770, 72
_LEADING = 15
_CHARACTERS = 88  # of Helvetica 10.5 that fit between the margins


@dataclass(frozen=True, slots=True)
class Mark:
    """Words at a place (`font` "R" or "B", `size` in points), or a rule when there are none."""

    x: float
    drop: float
    words: str = ""
    font: str = "R"
    size: float = 10.5


def pdf(title: str, author: str, parts: Sequence[Block]) -> bytes:
    """The document as bytes (PDF 1.4, ISO 32000-1); the same text always gives the same bytes."""
    pages = _pages(list(_marks(title, author, parts)))
    count = len(pages)
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        _font("Helvetica"),
        _font("Helvetica-Bold"),
    ]
    for number, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /R 3 0 R /B 4 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(_encoded(content))} >>\nstream\n{content}\nendstream")
    objects.append(f"<< /Title ({_escaped(title)}) /Author ({_escaped(author)}) >>")
    return _file(objects)


def _font(name: str) -> str:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"


def _marks(title: str, author: str, parts: Sequence[Block]) -> Iterator[Mark]:
    """Everything on the pages from the top down; `drop` is how far below the mark before."""
    yield Mark(LEFT, 0, author, "B", 9)
    yield Mark(LEFT, 8)
    for number, line in enumerate(textwrap.wrap(title, 52)):
        yield Mark(LEFT, 32 if number == 0 else 22, line, "B", 17)
    for part in parts:
        yield from _table(part) if part.kind == "table" else _lines(part)


def _lines(part: Block) -> Iterator[Mark]:
    bold = part.kind == "heading"
    for text in part.lines:
        for number, line in enumerate(textwrap.wrap(text, _CHARACTERS)):
            drop = _LEADING if number else _LEADING + 10
            yield Mark(LEFT, drop, line, "B" if bold else "R", 12 if bold else 10.5)


def _table(part: Block) -> Iterator[Mark]:
    yield Mark(LEFT, 18)
    for number, cells in enumerate(part.cells):
        columns = [LEFT] + [LEFT + 235 + 80 * place for place in range(len(cells) - 1)]
        for place, (x, cell) in enumerate(zip(columns, cells, strict=True)):
            yield Mark(x, 0 if place else _LEADING, cell, "R" if number else "B", 10)
        if number == 0:
            yield Mark(LEFT, 5)
    yield Mark(LEFT, 6)


def _pages(marks: list[Mark]) -> list[str]:
    """The content streams; a new page begins where the next line would leave the sheet."""
    pages: list[list[str]] = [[]]
    y = float(TOP)
    for mark in marks:
        y -= mark.drop
        if y < BOTTOM:
            pages.append([])
            y = float(TOP)
        if mark.words:
            pages[-1].append(f"BT /{mark.font} {mark.size} Tf {mark.x} {y} Td ({_escaped(mark.words)}) Tj ET")
        else:
            pages[-1].append(f"0.5 w {LEFT} {y} m {RIGHT} {y} l S")
    return ["\n".join(page) for page in pages]


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _encoded(words: str) -> bytes:
    return words.encode("cp1252")


def _file(objects: list[str]) -> bytes:
    """Header, numbered objects, the table of their offsets, trailer."""
    done = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(done))
        done += f"{number} 0 obj\n".encode() + _encoded(content) + b"\nendobj\n"
    start = len(done)
    done += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    done += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    trailer = (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
    return done + trailer.encode()

"""Commands about what people have corrected."""

import json
from typing import TextIO

import click

from factcheck.cli import acting


@click.group()
def corrections() -> None:
    """What people have corrected of the splitter's work."""


@corrections.command()
@click.option(
    "--output",
    type=click.File("w", encoding="utf-8", lazy=True, atomic=True),
    default="-",
    help="A file instead of the screen.",
)
def export(output: TextIO) -> None:
    """Print the corrected claims as gold data, one article a line.

    An article is printed when a person has had every claim in it that is worth checking in hand (taken, corrected,
    dismissed, split, merged or added): what nobody has looked at is the splitter's own answer. Each line is in the
    interchange format of the benchmarks, so that a desk can measure its splitter on its own articles:

    \b
        factcheck corrections export --output gold.jsonl
        python -m benchmarks.claims gold.jsonl
    """
    from factcheck.services import corrections as service

    desk = acting.desk()
    for document in service.gold(desk.unit()):
        output.write(json.dumps(document, ensure_ascii=False) + "\n")


COMMANDS = (corrections,)

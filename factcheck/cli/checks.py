"""Commands about fact-checks of others, against which the desk's claims are matched."""

from pathlib import Path

import click

from factcheck.cli import acting

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group()
def checks() -> None:
    """Fact-checks of other publishers, which new claims are matched against."""


@checks.command("import")
@click.argument("file", type=FILE)
def bring_in(file: Path) -> None:
    """Take in a file of fact-checks: ClaimReview JSON-LD, a feed of it, or an answer of Google's Fact Check Tools.

    The same file again changes nothing. What cannot be used is left out, and said.
    """
    from factcheck.services import imports

    came = imports.bring_in(acting.desk().unit(), acting.COMMAND_LINE, file.read_bytes(), file.name)
    click.echo(f"{came.new} new, {came.changed} changed, {came.known} there already.")
    for line in came.left_out:
        click.echo(line, err=True)


@checks.command("list")
def listed() -> None:
    """How many imported checks there are of each publisher."""
    from factcheck.services import imports

    lines = imports.publishers(acting.desk().unit(), acting.COMMAND_LINE)
    for line in lines:
        click.echo(f"{line.checks:>7}  {line.last:%Y-%m-%d}  {line.publisher}")
    click.echo(f"{sum(line.checks for line in lines):>7}  in all")


COMMANDS = (checks,)

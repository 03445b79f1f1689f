"""Commands about what leaves the desk, and about its history."""

from typing import Any, BinaryIO

import click

from factcheck.cli import acting
from factcheck.domain.exports import Format
from factcheck.domain.review import QueueFilters, Verdict


@click.command()
@click.option("--format", "form", required=True, type=click.Choice([format.value for format in Format]))
@click.option("--verdict", type=click.Choice([verdict.value for verdict in Verdict]))
@click.option("--q", default="", help="Words in the claim.")
@click.option("--claimant", default="")
@click.option("--outlet", default="")
@click.option("--topic", default="")
@click.option("--article", type=int)
@click.option("--since", default="", help="Only what changed after this time: 2026-03-14T09:30+00:00.")
@click.option(
    "--output", type=click.File("wb", lazy=True, atomic=True), default="-", help="A file instead of the screen."
)
def export(form: str, verdict: str | None, since: str, output: BinaryIO, **filters: Any) -> None:
    """Write the published checks. Everything is validated before it leaves."""
    from factcheck.services import exports

    desk = acting.desk()
    wanted = QueueFilters(verdict=Verdict(verdict) if verdict else None, **filters)
    for piece in exports.stream(desk.unit(), desk.identity, Format(form), wanted, since=since):
        output.write(piece)


@click.group()
def history() -> None:
    """What was done, by whom, and whether the record is whole."""


@history.command()
def verify() -> None:
    """Check every chain of the history and every signed checkpoint. Exit code 1 when something is wrong."""
    from factcheck.services import history as service

    desk = acting.desk()
    problems = service.verify(desk.unit(), desk.settings.key)
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.exceptions.Exit(1)
    click.echo("The history is whole.")


COMMANDS = (export, history)

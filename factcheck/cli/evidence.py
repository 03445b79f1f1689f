"""Commands about what the desk keeps of its evidence."""

import click

from factcheck.cli import acting


@click.group()
def evidence() -> None:
    """The copies that the desk keeps of pages, files and exports."""


@evidence.command()
def verify() -> None:
    """Check every kept copy against its digest. Exit code 1 when one is missing or no longer what was kept."""
    from factcheck.services import keeping

    desk = acting.desk()
    looked_at, problems = keeping.verify(desk.unit(), desk.vault)
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.exceptions.Exit(1)
    click.echo(f"All {looked_at} kept copies are what they were." if looked_at else "Nothing has been kept yet.")


COMMANDS = (evidence,)

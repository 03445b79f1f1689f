"""Commands about what the desk keeps of its evidence."""

import click

from factcheck.cli import acting


@click.group()
def evidence() -> None:
    """The copies that the desk keeps of pages, files and exports."""


@evidence.command()
def verify() -> None:
    """Check every kept copy against its digest and its timestamp. Exit code 1 when one is missing or does not hold."""
    from factcheck.services import keeping, timestamps

    desk = acting.desk()
    looked_at, problems = keeping.verify(desk.unit(), desk.vault)
    stamps = timestamps.verify(desk.unit(), desk.vault, desk.timestamper)
    for problem in (*problems, *stamps.problems):
        click.echo(problem)
    if stamps.unchecked:
        click.echo(f"{stamps.unchecked} timestamps not checked: FACTCHECK_TIMESTAMP_ROOTS is not set.")
    if problems or stamps.problems:
        raise click.exceptions.Exit(1)
    click.echo(f"All {looked_at} kept copies are what they were." if looked_at else "Nothing has been kept yet.")
    if stamps.good:
        click.echo(f"{stamps.good} timestamps hold.")


@evidence.command()
def stamp() -> None:
    """Have kept copies stamped for which the authority was asked in vain."""
    from factcheck.services import timestamps

    desk = acting.desk()
    wanted = timestamps.want_missing(desk.unit(), desk.timestamper, again=True)
    click.echo(f"{wanted} copies wait for their timestamp.")


COMMANDS = (evidence,)

"""Commands that run the desk and say how it is."""

import sys
from contextlib import suppress

import click

from factcheck.cli import acting
from factcheck.domain.clock import utc_now


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--no-demo", is_flag=True, help="Without the demo's articles and its press.")
def up(port: int, no_demo: bool) -> None:
    """Run the whole desk on this machine until Ctrl-C: broker, database, workers, pages."""
    from factcheck.up.plan import up as run

    sys.exit(run(acting.settings(), port=port, with_demo=not no_demo, say=_say))


def _say(sentence: str) -> None:
    for line in sentence.splitlines() or [""]:
        with suppress(OSError):  # a terminal that was closed must not keep the desk from stopping in order
            click.echo(f"{utc_now().astimezone():%H:%M:%S}  {line}")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Answer pages, the API and the event streams; workers and scheduler run beside it."""
    from factcheck.live.serving import serve as run

    run(acting.settings(), host, port)


@click.command()
@click.option("--check", is_flag=True, help="Only see whether the migrations give the tables of the code.")
@click.option("--new", metavar="WORDS", help="For developers: write the migration that is missing, under this name.")
def migrate(check: bool, new: str | None) -> None:
    """Bring the database to the tables of this version."""
    from factcheck.cli import database

    if new:
        click.echo(f"Wrote {database.revise(new)}. Read it before you use it.")
    elif check:
        database.check()
        click.echo("The migrations give the tables of the code.")
    else:
        click.echo(database.migrate(acting.settings()))


@click.command()
def stages() -> None:
    """Print the stages of a claim and the moves between them, as a Mermaid diagram."""
    from factcheck.domain.review import diagram

    click.echo(diagram())


@click.command()
@click.option("--quick", is_flag=True, help="Only whether database and broker answer.")
def doctor(quick: bool) -> None:
    """Say what is configured, what answers, what is missing and what to do. Exit code 1 when the desk cannot work."""
    from factcheck.cli.doctor import examine
    from factcheck.up import address

    findings = examine(address.known(acting.settings()), quick=quick)
    for finding in findings:
        click.echo(finding.line)
    if any(finding.needed for finding in findings):
        raise click.exceptions.Exit(1)


@click.command("settings")
def list_settings() -> None:
    """Print every setting with its default, as the table of the README."""
    from factcheck.cli.table import settings_table

    click.echo(settings_table())


COMMANDS = (up, serve, migrate, stages, doctor, list_settings)

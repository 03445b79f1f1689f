"""Commands about the desk's mail."""

import click

from factcheck.cli import acting


@click.group()
def mail() -> None:
    """The mail that the desk sends."""


@mail.command("test")
@click.argument("address")
def test(address: str) -> None:
    """Send a letter that says nothing but that it has arrived."""
    from factcheck.domain.people import checked_email
    from factcheck.services import mail as service

    desk, to = acting.desk(), checked_email(address)
    service.try_out(desk.unit(), desk.post, acting.COMMAND_LINE, to)
    click.echo(f"The mail server has taken a letter to {to}.")


COMMANDS = (mail,)

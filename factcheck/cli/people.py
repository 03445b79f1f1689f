"""Commands about people and their tokens."""

import sys

import click

from factcheck.cli import acting
from factcheck.domain.people import ASSIGNABLE, TokenScope, checked_password


@click.group()
def people() -> None:
    """Who works at the desk."""


@people.command("add")
@click.argument("email")
@click.option("--name", required=True, help="How the desk calls them.")
@click.option(
    "--role", "roles", required=True, multiple=True, type=click.Choice([role.value for role in ASSIGNABLE]),
    help="May be given more than once.",
)  # fmt: skip
@click.option("--password-stdin", is_flag=True, help="Read the first password from the standard input.")
def add(email: str, name: str, roles: tuple[str, ...], password_stdin: bool) -> None:
    """Add a person. Prints the one-time link by which they set their password, unless one is given."""
    from factcheck.services import people as service
    from factcheck.services import signing_in

    password = checked_password(sys.stdin.readline().rstrip("\r\n")) if password_stdin else None
    desk = acting.desk()
    sheet, token = service.add(desk.unit(), acting.COMMAND_LINE, email=email, name=name, roles=roles)
    if password is None:
        click.echo(f"{desk.settings.public_url}/welcome/{token}")
        return
    signing_in.set_first_password(desk.unit(), desk.passwords, token, password)
    click.echo(f"{sheet.name} can sign in as {sheet.email}.")


@people.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Take a person's second factor away, for when phone and recovery codes are lost. Their sessions end."""
    from factcheck.services import second_factor

    desk = acting.desk()
    person = acting.person(desk, email)
    second_factor.reset(desk.unit(), person.id, acting.COMMAND_LINE)
    click.echo(f"{person.name} signs in with the password alone until they set one up again.")


@click.group()
def token() -> None:
    """Tokens for programs that speak to the desk's API."""


@token.command("add")
@click.argument("email")
@click.option("--scope", required=True, type=click.Choice([scope.value for scope in TokenScope]))
@click.option("--label", default="command line", show_default=True, help="What the person recognises it by.")
def add_token(email: str, scope: str, label: str) -> None:
    """Make a token of a person and print it, alone. It is shown this one time."""
    from factcheck.services import tokens

    desk = acting.desk()
    person = acting.person(desk, email)
    click.echo(
        tokens.add_token(desk.unit(), person.id, acting.actor(desk, email), label=label, scope=TokenScope(scope))
    )


COMMANDS = (people, token)

"""The command and how its errors are said: one sentence on the error stream, exit code 1; bad usage 2."""

import sys
from typing import IO, Any

import click

from factcheck.cli import articles, checks, corrections, evidence, exports, mail, people, running
from factcheck.domain.errors import DeskError


class Sentence(click.ClickException):
    """An error that is one sentence, without a word in front of it."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file or sys.stderr)


class Desk(click.Group):
    """A group of commands whose errors are sentences."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DeskError as error:
            raise Sentence(str(error)) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.params.get("traceback"):
                raise
            kind = type(error).__name__
            raise Sentence(f"{kind}: {_first_line(error)} (factcheck --traceback shows where)") from error


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no more is known"])[0]


@click.group(cls=Desk, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--traceback", is_flag=True, help="Show where in the code an unexpected error came from.")
@click.version_option(package_name="factcheck-desk")
def desk(traceback: bool) -> None:
    """A fact-checking desk that a newsroom runs itself."""


GROUPS = (running, people, mail, articles, checks, evidence, exports, corrections)

for command in (command for group in GROUPS for command in group.COMMANDS):
    desk.add_command(command)


def main() -> None:
    desk.main(prog_name="factcheck")

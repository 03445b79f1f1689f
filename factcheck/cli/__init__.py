"""The `factcheck` command. What a command needs is imported when it is called: `factcheck stages` is quick."""

from factcheck.cli.command import main as main

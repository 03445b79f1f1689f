"""`python -m factcheck.cli` is the `factcheck` command."""

from factcheck.cli import main

main()

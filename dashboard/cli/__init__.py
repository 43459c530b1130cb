"""The command `screening-scope`."""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import typer

from dashboard.cli.answering import brief, count
from dashboard.cli.console import err
from dashboard.cli.importing import import_file
from dashboard.cli.judging import check, risk
from dashboard.cli.making import build
from dashboard.cli.mapping import basemap
from dashboard.cli.serving import demo, serve
from dashboard.errors import ScopeError
from dashboard.shipped import name_and_version

app = typer.Typer(
    help="How many people a screening rule would flag, from counts alone.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (check, count, brief, import_file, basemap, serve, demo, build, risk):
    app.command(name=command.__name__.removesuffix("_file"))(command)


def _say_version(asked: bool) -> None:  # noqa: FBT001 as typer calls it
    if asked:
        typer.echo(name_and_version())
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say name and version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command; an error for a user is one line on stderr and exit 1."""
    # What a server logs in full, a command says in its line.
    logging.getLogger("dashboard").addHandler(logging.NullHandler())
    try:
        app()
    except ScopeError as error:
        err.print(str(error), markup=False)
        sys.exit(1)

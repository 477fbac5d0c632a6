"""The `trivium` program: its commands, and what happens to errors."""

from __future__ import annotations

import logging
import secrets
import sys

import typer

from trivium.cli import (
    audit,
    definitions,
    deploy,
    dmn,
    feel,
    history,
    incidents,
    instances,
    message,
    run,
    serve,
    show,
    start,
    tasks,
    validate,
)
from trivium.errors import InvalidModel, TriviumError

app = typer.Typer(
    name="trivium",
    help="Processes (BPMN 2.0), cases (CMMN 1.1) and decisions (DMN/FEEL) in one engine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (
    deploy,
    start,
    tasks,
    show,
    history,
    validate,
    run,
    instances,
    incidents,
    definitions,
    message,
    audit,
    serve,
    feel,
    dmn,
):
    module.register(app)

_log = logging.getLogger("trivium.cli")


def main() -> int:  # noqa: PLR0911  # an exit for each way to end
    """Runs the command that was typed; 0 is success, 2 a refusal or wrong input, 1 our own fault."""
    try:
        return app(standalone_mode=False) or 0
    except typer.Exit as exit_:
        return exit_.exit_code
    except (typer.Abort, KeyboardInterrupt):
        print("aborted", file=sys.stderr)
        return 130
    except InvalidModel as error:
        for finding in error.findings:
            print(f"{error.resource or 'model'}: {finding}", file=sys.stderr)
        return 2
    except TriviumError as error:
        print(f"error: {error.message}", file=sys.stderr)
        return 2
    except Exception as error:  # noqa: BLE001  # the edge of the program
        shown = getattr(error, "format_message", None)
        if shown is not None:  # the way click says that something was typed wrongly
            print(f"error: {shown()} See `trivium --help`.", file=sys.stderr)
            return 2
        reference = secrets.token_hex(4)
        _log.exception("defect %s", reference)
        print(f"error: a fault of Trivium itself (reference {reference}).", file=sys.stderr)
        return 1

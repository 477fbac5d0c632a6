"""The `trivium` program, and what happens to errors."""

from __future__ import annotations

import logging
import secrets
import sys
from typing import Annotated

import typer

from trivium import __version__
from trivium.cli.commands import Program, application
from trivium.errors import InvalidModel, TriviumError

app = application(name="trivium", cls=Program, no_args_is_help=True)
_log = logging.getLogger("trivium.cli")
_INTERRUPTED = 130


def _print_version(asked: bool) -> None:  # noqa: FBT001  # as typer calls it
    if asked:
        print(f"trivium {__version__}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Say the version."),
    ] = False,
) -> None:
    """Processes (BPMN 2.0), cases (CMMN 1.1) and decisions (DMN/FEEL) in one engine.

    Every command has --help and --json. The database is the file data/trivium.db unless --database or
    TRIVIUM_DATABASE names another. Of an id its end is enough: as much as lists show, or less.
    """
    del version


def main() -> int:  # noqa: PLR0911  # an exit for each way to end
    """Runs the command that was typed.

    0 is success, 2 a refusal, wrong input or findings, 1 a fault of Trivium itself.
    """
    try:
        return app(prog_name="trivium", standalone_mode=False) or 0
    except typer.Exit as exit_:
        return exit_.exit_code
    except (typer.Abort, KeyboardInterrupt):
        _complain("aborted")
        return _INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stderr.close()
        return 0
    except InvalidModel as error:
        for finding in error.findings:
            _complain(f"{error.resource or 'model'}: {finding}")
        return 2
    except TriviumError as error:
        _complain(f"error: {error.message}")
        return 2
    except Exception as error:  # noqa: BLE001  # the edge of the program
        return _unexpected(error)


def _unexpected(error: Exception) -> int:
    told = getattr(error, "format_message", None)
    if told is None:
        reference = secrets.token_hex(4)
        _log.error("defect %s", reference, exc_info=error)
        _complain(f"error: a fault of Trivium itself (reference {reference}); the log has more.")
        return 1
    context = getattr(error, "ctx", None)  # something was typed that is no command or option
    if type(error).__name__ == "NoArgsIsHelpError":
        print(told())
        return 2
    command = context.command_path if context is not None else "trivium"
    _complain(f"error: {told()} See `{command} --help`.")
    return 2


def _complain(text: str) -> None:
    if sys.stderr.isatty():
        text = f"\x1b[31m{text}\x1b[0m"
    print(text, file=sys.stderr)

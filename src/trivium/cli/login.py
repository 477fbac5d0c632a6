"""`trivium login`."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import httpx2
import typer

from trivium.cli import options, output, people
from trivium.errors import NotAuthenticated, Unavailable

_TIMEOUT_SECONDS = 30.0


def login(
    user: Annotated[str, typer.Argument(help="The user's name.")],
    url: Annotated[str, typer.Option(help="The server's address.")] = "http://127.0.0.1:8080",
    code: Annotated[
        str | None, typer.Option(help="The code of the second factor; else it is asked for.")
    ] = None,
    json: options.Json = False,
) -> None:
    """Sign in at a server; print an access token.

    It is for scripts. The password is asked for, or read from standard input. Nothing is stored.
    """
    password = people.typed_password(from_input=False, twice=False)
    with httpx2.Client(base_url=url, timeout=_TIMEOUT_SECONDS) as http:
        answer = _asked(http, "token", {"username": user, "password": password})
        if "challenge" in answer:
            typed = code or typer.prompt("Code", err=True)
            answer = _asked(http, "mfa", {"challenge": answer["challenge"], "code": typed})
    if json:
        output.print_json(answer)
    else:
        sys.stdout.write(answer["access_token"] + "\n")


def _asked(http: httpx2.Client, what: str, body: dict[str, Any]) -> dict[str, Any]:
    try:
        answer = http.post(f"/api/auth/{what}", json=body)
        found: dict[str, Any] = answer.json()
    except (httpx2.HTTPError, ValueError) as error:
        raise Unavailable(
            f"Expected a Trivium server at {http.base_url}, but: {error}. Is it running?",
            code="cli/no-server",
        ) from error
    if answer.is_error:
        raise NotAuthenticated(str(found.get("detail")), code="identity/wrong-credentials")
    return found

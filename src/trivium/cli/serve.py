"""`trivium serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.settings import Settings


def register(app: typer.Typer) -> None:
    app.command("serve")(serve)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen at.")] = 8080,
    deploy: Annotated[list[Path] | None, typer.Option(help="Models to deploy first.")] = None,
    database: options.Database = None,
) -> None:
    """Serve the HTTP interface, and do what is due."""
    import uvicorn  # keeps `trivium --help` fast

    from trivium.api.app import create_app
    from trivium.engine import Engine

    url = database or Settings().database
    with Engine.open(url) as engine:
        out = output.console()
        if deploy:
            deployment = engine.deploy(deploy)
            keys = ", ".join(each.key for each in deployment.definitions)
            out.print(f"[green]✓[/] deployed: {keys}")
        out.print(
            f"[green]✓[/] Trivium serves {url} at [bold]http://{host}:{port}[/] (docs at /docs)"
        )
        uvicorn.run(create_app(engine), host=host, port=port, log_level="warning")

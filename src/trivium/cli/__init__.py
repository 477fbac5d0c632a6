"""The command line."""

from trivium.cli.main import main

__all__ = ["main"]

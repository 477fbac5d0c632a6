"""The HTTP interface."""

from trivium.api.app import create_app

__all__ = ["create_app"]

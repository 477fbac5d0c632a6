"""The reader: a DMN document into the typed model."""

from trivium.dmn.reader.elements import read

__all__ = ["read"]

"""Namespaces in XML 1.0: scopes of prefixes, and names resolved in them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from trivium.xml.errors import InvalidXml

XML = "http://www.w3.org/XML/1998/namespace"
XMLNS = "http://www.w3.org/2000/xmlns/"


class Scope:
    """The prefixes in force on an element; names that were resolved are remembered."""

    __slots__ = ("_attributes", "_elements", "_inner", "nsmap")

    def __init__(self, nsmap: Mapping[str, str]) -> None:
        self.nsmap = nsmap
        self._elements: dict[str, tuple[str, str, str]] = {}
        self._attributes: dict[str, str] = {}
        self._inner: dict[tuple[tuple[str, str], ...], Scope] = {}

    def inner(self, declared: Mapping[str, str], most: int, line: int) -> Scope:
        """The scope within an element that declares these; the same for the same declarations."""
        key = tuple(declared.items())
        scope = self._inner.get(key)
        if scope is None:
            for prefix, uri in key:
                _check_declaration(prefix, uri, line)
            nsmap = {**self.nsmap, **declared}
            if not nsmap.get("", "x"):
                del nsmap[""]
            if len(nsmap) > most:
                raise InvalidXml(
                    f"More than {most} namespace prefixes are in scope",
                    remedy="Declare only the namespaces that the document uses.",
                    line=line,
                    code="xml/too-large",
                )
            scope = self._inner[key] = Scope(MappingProxyType(nsmap))
        return scope

    def element(self, written: str, line: int) -> tuple[str, str, str]:
        """Local name, namespace and prefix of an element as written."""
        found = self._elements.get(written)
        if found is None:
            prefix, name = _split(written, line)
            namespace = self._bound(prefix, line) if prefix else self.nsmap.get("", "")
            found = self._elements[written] = (name, namespace, prefix)
        return found

    def attribute(self, written: str, line: int) -> str:
        """The key of a prefixed attribute as written: `{namespace}local`."""
        found = self._attributes.get(written)
        if found is None:
            prefix, name = _split(written, line)
            found = self._attributes[written] = f"{{{self._bound(prefix, line)}}}{name}"
        return found

    def _bound(self, prefix: str, line: int) -> str:
        if prefix == "xml":
            return XML
        uri = self.nsmap.get(prefix)
        if uri is None:
            raise InvalidXml(
                f"The prefix '{prefix}' is not declared here",
                remedy=f'Add xmlns:{prefix}="…" to this element or to one around it.',
                line=line,
            )
        return uri


def _split(written: str, line: int) -> tuple[str, str]:
    if ":" not in written:
        return "", written
    prefix, _, name = written.partition(":")
    if not prefix or not name or ":" in name or name[0] in "-.0123456789":
        raise InvalidXml(
            f"Expected a name with one prefix but found '{written}'",
            remedy="Write it as prefix:name.",
            line=line,
        )
    return prefix, name


def _check_declaration(prefix: str, uri: str, line: int) -> None:
    wrong = (
        (prefix == "xml") != (uri == XML)
        or prefix == "xmlns"
        or uri == XMLNS
        or (prefix != "" and not uri)
        or ":" in prefix
    )
    if wrong:
        raise InvalidXml(
            f"The prefix '{prefix}' cannot be declared for '{uri}'",
            remedy="Choose another prefix; xml and xmlns are reserved, and none may be empty.",
            line=line,
        )

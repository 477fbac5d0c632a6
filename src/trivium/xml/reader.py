"""The hardened reader: bytes from anyone into a frozen tree, within limits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NoReturn
from xml.parsers import expat

import msgspec

from trivium.xml.encoding import as_utf8
from trivium.xml.errors import InvalidXml
from trivium.xml.namespaces import Scope
from trivium.xml.tree import NOTHING, Comment, Document, Element, Instruction, Node


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much one document may hold; `attributes` and `prefixes` count per element."""

    size_bytes: int = 32 * 1024 * 1024
    depth: int = 256
    elements: int = 1_000_000
    attributes: int = 1_000
    prefixes: int = 100
    namespace_scopes: int = 10_000


DEFAULT_LIMITS = Limits()


def parse(data: bytes | str, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Reads a document; entities, document types and all access to other files are refused.

    Text is Unicode whatever the encoding of the bytes; of a `str` the declared encoding is ignored.

    Raises:
        InvalidXml: with the line, what is wrong and the remedy.

    Standard: XML 1.0 (fifth edition), Namespaces in XML 1.0.
    """
    if len(data) > limits.size_bytes:
        _refuse_size(f"{len(data):,} bytes", f"{limits.size_bytes:,} bytes", "size_bytes", None)
    try:
        content = data.encode("utf-8") if isinstance(data, str) else as_utf8(data)
    except UnicodeEncodeError as error:
        raise InvalidXml(
            "Expected characters but found half of a surrogate pair",
            remedy="Remove the character.",
            code="xml/encoding",
        ) from error
    if not content.strip():
        raise InvalidXml("Expected an XML document but found nothing", remedy="Send the file.")
    return _Builder(limits).read(content)


class _Builder:
    """Puts the tree together while the parser reports what it meets.

    We read with expat, not lxml: its line numbers are exact, names come as they
    were written, and the document type is reported before anything in it is believed (ADR 10).
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        parser = self._parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartDoctypeDeclHandler = self._doctype
        parser.XmlDeclHandler = self._declaration
        self._open: list[_Open] = []
        self._scope = Scope(NOTHING)
        self._last: Node | None = None
        self._pieces: list[str] = []
        self._around: list[Comment | Instruction] = []
        self._root: Element | None = None
        self._root_at = 0
        self._elements = 0
        self._scopes: set[int] = set()
        self._standalone: bool | None = None

    def read(self, content: bytes) -> Document:
        try:
            self._parser.Parse(content, True)  # noqa: FBT003 (expat has no name for it)
        except expat.ExpatError as error:
            _refuse_syntax(error)
        if self._root is None:
            raise InvalidXml("Expected a root element but found none", remedy="Send the file.")
        around = tuple(self._around)
        return Document(
            self._root, around[: self._root_at], around[self._root_at :], self._standalone
        )

    def _start(self, written: str, attributes: list[str]) -> None:
        line = self._parser.CurrentLineNumber
        self._settle_text()
        self._elements += 1
        if self._elements > self._limits.elements:
            found = f"more than {self._limits.elements:,} elements"
            _refuse_size(found, f"{self._limits.elements:,} elements", "elements", line)
        if len(self._open) >= self._limits.depth:
            found = f"elements nested deeper than {self._limits.depth}"
            _refuse_size(found, f"a depth of {self._limits.depth}", "depth", line)
        element = _Open(written, line, self._scope)
        if attributes:
            self._read_attributes(element, attributes)
        self._open.append(element)
        self._last = None

    def _read_attributes(self, element: _Open, attributes: list[str]) -> None:
        if len(attributes) > 2 * self._limits.attributes:
            found = f"{len(attributes) // 2:,} attributes on one element"
            _refuse_size(found, f"{self._limits.attributes:,}", "attributes", element.line)
        values: dict[str, str] = {}
        prefixed: list[str] = []
        declared: dict[str, str] = {}
        for written, value in zip(attributes[::2], attributes[1::2], strict=True):
            if written == "xmlns":
                declared[""] = value
            elif ":" not in written:
                values[written] = value
            elif written.startswith("xmlns:"):
                declared[written[6:]] = value
            else:
                prefixed.append(written)
                values[written] = value  # holds its place in the order until it is resolved
        if declared:
            self._enter_scope(element, declared)
        if prefixed:
            values = self._resolved(element, values, prefixed)
        if values:
            element.attributes = MappingProxyType(values)

    def _resolved(
        self, element: _Open, written: dict[str, str], prefixed: list[str]
    ) -> dict[str, str]:
        keys = {name: self._scope.attribute(name, element.line) for name in prefixed}
        spelling = {key: name for name, key in keys.items()}
        if len(spelling) < len(keys):
            repeated = next(key for name, key in keys.items() if spelling[key] != name)
            _refuse_repeated(repeated, element.line)
        element.spelling = MappingProxyType(spelling)
        return {keys.get(name, name): value for name, value in written.items()}

    def _enter_scope(self, element: _Open, declared: dict[str, str]) -> None:
        self._scope = self._scope.inner(declared, self._limits.prefixes, element.line)
        element.declared = MappingProxyType(declared)
        if id(self._scope) not in self._scopes:
            self._scopes.add(id(self._scope))
            if len(self._scopes) > self._limits.namespace_scopes:
                most = f"{self._limits.namespace_scopes:,}"
                found = f"more than {most} different sets of namespace declarations"
                _refuse_size(found, most, "namespace_scopes", element.line)

    def _end(self, _written: str) -> None:
        self._settle_text()
        closed = self._open.pop()
        name, namespace, prefix = self._scope.element(closed.written, closed.line)
        element = Element(
            name,
            namespace,
            closed.attributes,
            tuple(closed.nodes),
            closed.head,
            "",
            closed.line,
            prefix,
            self._scope.nsmap,
            closed.declared,
            closed.spelling,
        )
        self._scope = closed.outer
        if self._open:
            self._open[-1].nodes.append(element)
        else:
            self._root = element
            self._root_at = len(self._around)
        self._last = element

    def _text(self, text: str) -> None:
        self._pieces.append(text)

    def _settle_text(self) -> None:
        """Gives the text met since the last mark-up to the node that it follows."""
        if not self._pieces:
            return
        text = "".join(self._pieces)
        self._pieces.clear()
        if self._last is not None:
            msgspec.structs.force_setattr(self._last, "tail", text)
        else:
            self._open[-1].head = text

    def _comment(self, text: str) -> None:
        self._add(Comment(text, "", self._parser.CurrentLineNumber))

    def _instruction(self, target: str, text: str) -> None:
        self._add(Instruction(target, text, "", self._parser.CurrentLineNumber))

    def _add(self, note: Comment | Instruction) -> None:
        self._settle_text()
        if self._open:
            self._open[-1].nodes.append(note)
        else:
            self._around.append(note)
        self._last = note

    def _declaration(self, _version: str, _encoding: str | None, standalone: int) -> None:
        self._standalone = None if standalone < 0 else bool(standalone)

    def _doctype(self, *_declared: object) -> NoReturn:
        raise InvalidXml(
            "Document types (DOCTYPE) are not accepted, for they can read files and grow without"
            " bound",
            remedy="Remove the DOCTYPE and write entities out.",
            line=self._parser.CurrentLineNumber,
            code="xml/doctype-refused",
        )


class _Open:
    """An element whose end has not been met."""

    __slots__ = (
        *("attributes", "declared", "head", "line", "nodes", "outer", "spelling", "written"),
    )

    def __init__(self, written: str, line: int, outer: Scope) -> None:
        self.written = written
        self.line = line
        self.outer = outer
        self.attributes: Mapping[str, str] = NOTHING
        self.declared: Mapping[str, str] = NOTHING
        self.spelling: Mapping[str, str] = NOTHING
        self.head = ""
        self.nodes: list[Node] = []


def _refuse_size(found: str, allowed: str, limit: str, line: int | None) -> NoReturn:
    raise InvalidXml(
        f"Expected at most {allowed} but found {found}",
        remedy=f"Make the document smaller, or raise the limit `{limit}`.",
        line=line,
        code="xml/too-large",
    )


def _refuse_repeated(key: str, line: int) -> NoReturn:
    raise InvalidXml(
        f"The attribute '{key}' stands twice on one element",
        remedy="Remove one of them.",
        line=line,
    )


_REMEDIES = {
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: "Write the character itself; only &amp; &lt; &gt;"
    " &quot; &apos; and numbers like &#233; are known.",
    expat.errors.XML_ERROR_TAG_MISMATCH: "Close the element that was opened last.",
    expat.errors.XML_ERROR_NO_ELEMENTS: "The document ends too early; send all of it.",
    expat.errors.XML_ERROR_UNCLOSED_TOKEN: "The document ends too early; send all of it.",
    expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "Remove one of the two.",
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "Put everything inside one root element.",
}


def _refuse_syntax(error: expat.ExpatError) -> NoReturn:
    what = expat.ErrorString(error.code)
    raise InvalidXml(
        f"Expected well-formed XML but met '{what}' at column {error.offset + 1}",
        remedy=_REMEDIES.get(what, "Correct the mark-up there."),
        line=error.lineno,
    ) from error

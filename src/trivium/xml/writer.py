"""The writer: a tree back into bytes, with every prefix where it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NoReturn

from trivium.xml.errors import InvalidXml
from trivium.xml.namespaces import XML
from trivium.xml.tree import NOTHING, Comment, Document, Element, Instruction, Node

_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#xD;"}
_VALUE = {
    **_TEXT,
    ord('"'): "&quot;",
    ord("\t"): "&#x9;",
    ord("\n"): "&#xA;",
}
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_START = "A-Z_a-zÀ-ÖØ-öø-˿Ͱ-ͽͿ-῿\u200c\u200d⁰-↏Ⰰ-⿯、-\ud7ff豈-﷏ﷰ-\ufffd\U00010000-\U000effff"
_NAME = re.compile(f"[{_START}][{_START}\\-.0-9·\u0300-\u036f‿⁀]*")


def write(document: Document | Element) -> bytes:
    """The document as UTF-8 with an XML declaration.

    Reading the result gives the same tree: elements, attributes, order, prefixes, text, comments
    and processing instructions; CDATA sections come back as escaped text. Namespaces that are not
    in scope where an element now stands are declared on it.

    Raises:
        InvalidXml: `xml/not-writable` if a name or a character cannot stand in XML.
    """
    if isinstance(document, Element):
        document = Document(document)
    alone = {None: "", True: ' standalone="yes"', False: ' standalone="no"'}[document.standalone]
    out = [f'<?xml version="1.0" encoding="UTF-8"{alone}?>\n']
    for note in document.prolog:
        _write_note(note, out)
        out.append("\n")
    _write_element(document.root, out)
    out.append("\n")
    for note in document.epilog:
        _write_note(note, out)
        out.append("\n")
    return "".join(out).encode("utf-8")


def _write_element(root: Element, out: list[str]) -> None:
    """Walks with a list of its own, so that no depth of tree can exhaust the stack."""
    steps: list[tuple[Node | str, Mapping[str, str]]] = [(root, NOTHING)]
    while steps:
        step, scope = steps.pop()
        if isinstance(step, str):
            out.append(step)
        elif not isinstance(step, Element):
            _write_note(step, out)
            out.append(_text(step.tail))
        else:
            tag, inner = _open_tag(step, scope, out)
            tail = "" if step is root else _text(step.tail)
            if not step.nodes and not step.head:
                out.append(f"/>{tail}")
            else:
                out.append(f">{_text(step.head)}")
                steps.append((f"</{tag}>{tail}", scope))
                steps.extend((node, inner) for node in reversed(step.nodes))


class _Namespaces:
    """What is bound where an element stands, and what must be declared on it."""

    __slots__ = ("bound", "declared")

    def __init__(self, element: Element, scope: Mapping[str, str]) -> None:
        self.declared: dict[str, str] = {}
        self.bound: Mapping[str, str] = scope
        for prefix, uri in element.declared.items():
            self._declare(prefix, uri)
        if element.nsmap is not scope:
            for prefix, uri in element.nsmap.items():
                if self.bound.get(prefix) != uri:
                    self._declare(prefix, uri)

    def element_prefix(self, namespace: str, wanted: str) -> str:
        if self.bound.get(wanted, "") == namespace and bool(namespace) >= bool(wanted):
            return wanted
        if namespace == XML:
            return "xml"
        if not namespace:
            self._declare("", "")
            return ""
        return self._find(namespace, self.bound) or self._add(namespace, wanted)

    def attribute_prefix(self, namespace: str, wanted: str) -> str:
        if wanted and self.bound.get(wanted) == namespace:
            return wanted
        if namespace == XML:
            return "xml"
        return self._find(namespace, self.bound) or self._add(namespace, wanted or "ns0")

    def _find(self, namespace: str, bound: Mapping[str, str]) -> str:
        return next((prefix for prefix, uri in bound.items() if prefix and uri == namespace), "")

    def _add(self, namespace: str, wanted: str) -> str:
        taken = self.declared if not wanted else self.bound
        if wanted in taken:
            wanted = next(
                name for n in range(len(self.bound) + 1) if (name := f"ns{n}") not in taken
            )
        self._declare(wanted, namespace)
        return wanted

    def _declare(self, prefix: str, uri: str) -> None:
        self.declared[prefix] = uri
        self.bound = {**self.bound, prefix: uri}


def _open_tag(
    element: Element, scope: Mapping[str, str], out: list[str]
) -> tuple[str, Mapping[str, str]]:
    namespaces = _Namespaces(element, scope)
    prefix = namespaces.element_prefix(element.namespace, element.prefix)
    tag = f"{prefix}:{_name(element.name)}" if prefix else _name(element.name)
    values = [
        f' {_attribute(key, element, namespaces)}="{_value(value)}"'
        for key, value in element.attributes.items()
    ]
    out.append(f"<{tag}")
    for declared, uri in namespaces.declared.items():
        name = f"xmlns:{_name(declared)}" if declared else "xmlns"
        out.append(f' {name}="{_value(uri)}"')
    out.extend(values)
    bound = namespaces.bound
    return tag, element.nsmap if bound == element.nsmap else bound


def _attribute(key: str, element: Element, namespaces: _Namespaces) -> str:
    if not key.startswith("{"):
        return _name(key)
    namespace, _, local = key[1:].partition("}")
    written = element.spelling.get(key, "").partition(":")[0]
    return f"{namespaces.attribute_prefix(namespace, written)}:{_name(local)}"


def _write_note(note: Comment | Instruction, out: list[str]) -> None:
    if isinstance(note, Comment):
        if "--" in note.text or note.text.endswith("-"):
            _refuse(f"A comment cannot hold '--': {note.text[:60]!r}")
        out.append(f"<!--{_checked(note.text)}-->")
    elif "?>" in note.text or note.target.lower() == "xml":
        _refuse(f"An instruction cannot be {note.target!r} {note.text[:60]!r}")
    else:
        space = " " if note.text else ""
        out.append(f"<?{_name(note.target)}{space}{_checked(note.text)}?>")


def _text(text: str) -> str:
    return _checked(text).translate(_TEXT) if text else ""


def _value(text: str) -> str:
    return _checked(text).translate(_VALUE)


def _checked(text: str) -> str:
    found = _FORBIDDEN.search(text)
    if found:
        _refuse(f"The character U+{ord(found[0]):04X} cannot stand in XML: {text[:60]!r}")
    return text


def _name(name: str) -> str:
    if not _NAME.fullmatch(name):
        _refuse(f"{name[:60]!r} cannot be a name in XML")
    return name


def _refuse(what: str) -> NoReturn:
    raise InvalidXml(what, remedy="Change it before writing.", code="xml/not-writable")

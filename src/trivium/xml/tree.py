"""The frozen tree: documents, elements, comments and processing instructions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TypeVar, overload

import msgspec

NOTHING: Mapping[str, str] = MappingProxyType({})
"""No attributes, no namespaces; shared, for most elements have none of their own."""

Default = TypeVar("Default")


class Comment(msgspec.Struct, frozen=True, eq=False):
    """A comment; `tail` is the text after it."""

    text: str
    tail: str = ""
    line: int = 0


class Instruction(msgspec.Struct, frozen=True, eq=False):
    """A processing instruction; `tail` is the text after it."""

    target: str
    text: str = ""
    tail: str = ""
    line: int = 0


class Element(msgspec.Struct, frozen=True, eq=False):
    """An element with all that was written in it; two elements are equal only if they are one.

    Attribute keys are `local` or `{namespace}local`. `nsmap` holds every prefix in scope (`""` is
    the default namespace), `declared` those that stand on this element. `line` is 0 for elements
    that were made here. `spelling` keeps how attributes of a namespace were written (`key` to
    `prefix:local`).
    """

    name: str
    namespace: str = ""
    attributes: Mapping[str, str] = NOTHING
    nodes: tuple[Element | Comment | Instruction, ...] = ()
    head: str = ""
    tail: str = ""
    line: int = 0
    prefix: str = ""
    nsmap: Mapping[str, str] = NOTHING
    declared: Mapping[str, str] = NOTHING
    spelling: Mapping[str, str] = NOTHING
    children: tuple[Element, ...] = ()

    def __post_init__(self) -> None:
        elements = tuple([node for node in self.nodes if type(node) is Element])
        msgspec.structs.force_setattr(self, "children", elements)

    @property
    def text(self) -> str:
        """The text before the first child element; a comment within it does not end it."""
        if not self.nodes or type(self.nodes[0]) is Element:
            return self.head
        parts = [self.head]
        for node in self.nodes:
            if type(node) is Element:
                break
            parts.append(node.tail)
        return "".join(parts)

    @overload
    def get(self, attribute: str) -> str | None: ...
    @overload
    def get(self, attribute: str, default: Default) -> str | Default: ...
    def get(self, attribute: str, default: object = None) -> object:
        """The value of an attribute, `local` or `{namespace}local`."""
        return self.attributes.get(attribute, default)

    def find(self, name: str, namespace: str | None = None) -> Element | None:
        """The first child of that name; without a namespace, the namespace of this element."""
        wanted = self.namespace if namespace is None else namespace
        for child in self.children:
            if child.name == name and child.namespace == wanted:
                return child
        return None

    def findall(self, name: str, namespace: str | None = None) -> tuple[Element, ...]:
        """All children of that name; without a namespace, the namespace of this element."""
        wanted = self.namespace if namespace is None else namespace
        return tuple(
            [child for child in self.children if child.name == name and child.namespace == wanted]
        )

    def iter(self) -> Iterator[Element]:
        """This element and all below it, in document order."""
        open_elements = [self]
        while open_elements:
            element = open_elements.pop()
            yield element
            open_elements.extend(reversed(element.children))

    def replace(
        self,
        *,
        attributes: Mapping[str, str] | None = None,
        children: tuple[Element | Comment | Instruction, ...] | None = None,
        text: str | None = None,
        tail: str | None = None,
    ) -> Element:
        """The same element with some parts changed; what is not given stays as it is.

        `children` takes the place of all `nodes`, so comments that are to stay are named in it;
        `text` becomes the text before the first of them.
        """
        return msgspec.structs.replace(
            self,
            attributes=(
                self.attributes if attributes is None else MappingProxyType(dict(attributes))
            ),
            nodes=self.nodes if children is None else tuple(children),
            head=self.head if text is None else text,
            tail=self.tail if tail is None else tail,
        )


Node = Element | Comment | Instruction


class Document(msgspec.Struct, frozen=True, eq=False):
    """A whole document: its root, and the comments and instructions around it."""

    root: Element
    prolog: tuple[Comment | Instruction, ...] = ()
    epilog: tuple[Comment | Instruction, ...] = ()
    standalone: bool | None = None

    def replace(self, root: Element) -> Document:
        """The same document around another root."""
        return msgspec.structs.replace(self, root=root)

"""The state of one instance tree: a root process or case and everything it called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.kernel.element_instance import ElementInstance, id_in_page
from trivium.kernel.missing import Missing

if TYPE_CHECKING:
    from trivium.kernel.graph import Definition, Node

_FIRST_PAGE = 32
_PAGE = 64
_RESULTS = 256
_RESULTS_BYTES = 32_768


class Tree:
    """Element instances by id, in pages.

    Page 0 travels with the root's row and takes up to 32 living element instances; what is more goes
    into further pages of 64, so that a command on a large instance reads and writes only the pages it
    touches. `dirty` are the pages to write; page 0 always is. `results` are what finished instances of
    a multi-instance body have left, by page, body and number: they grow without making any page large.
    """

    __slots__ = (
        "definitions",
        "dirty",
        "filling",
        "filling_count",
        "first_page_count",
        "has_more",
        "items",
        "last_page",
        "loaded",
        "results",
        "root",
        "root_id",
        "sequence",
    )

    def __init__(self, root_id: str) -> None:
        self.root_id = root_id
        self.items: dict[int, ElementInstance] = {}
        self.root: ElementInstance
        self.definitions: list[Definition] = []
        self.sequence = 0
        self.first_page_count = 0
        self.filling = 0  # the page that new element instances go to once page 0 is full
        self.filling_count = 0
        self.last_page = 0
        self.dirty: set[int] = set()
        self.has_more = False  # pages exist that are not loaded
        self.loaded: frozenset[int] = (
            frozenset()
        )  # the pages that were read or asked for, if not all
        self.results: dict[int, dict[int, dict[int, Any]]] = {}

    def add(self, node: Node, parent: ElementInstance | None) -> ElementInstance:
        """A new element instance below `parent`."""
        self.sequence += 1
        page = self._page_for_new()
        item = ElementInstance(id_in_page(page, self.sequence), node, parent)
        self.items[item.id] = item
        if page:
            self.dirty.add(page)
        if parent is not None:
            parent.kids += 1
            if parent.children is None:
                parent.children = {}
            parent.children[item.id] = item
            self.touch(parent)
        return item

    def _page_for_new(self) -> int:
        if self.first_page_count < _FIRST_PAGE:
            self.first_page_count += 1
            return 0
        if self.filling == 0 or self.filling_count >= _PAGE:
            self.last_page += 1
            self.filling = self.last_page
            self.filling_count = 0
            self.loaded |= {self.filling}
        self._need(self.filling)  # else writing it would drop what lives there
        self.filling_count += 1
        return self.filling

    def _need(self, page: int) -> None:
        """Makes sure that a page is there.

        Raises:
            Missing: it was not read.
        """
        if page and self.has_more and page not in self.loaded:
            raise Missing(pages=(page,))

    def remove(self, item: ElementInstance) -> None:
        """Takes an element instance out; its children must be gone already."""
        del self.items[item.id]
        page = item.id >> 32
        if page:
            self.dirty.add(page)
        else:
            self.first_page_count -= 1
        parent = item.parent
        if parent is not None:
            parent.kids -= 1
            del parent.children[item.id]  # type: ignore[union-attr]  # it has this child
            self.touch(parent)

    def inside(self, instance: ElementInstance) -> list[ElementInstance]:
        """An instance and everything open in it, outer ones first, but not what it has called."""
        found = [instance]
        for item in found:  # grows while it is walked
            found.extend(each for each in self.children_of(item) if each.process is instance)
        return found

    def touch(self, item: ElementInstance) -> None:
        """Marks the page of a changed element instance for writing."""
        page = item.id >> 32
        if page:
            self.dirty.add(page)

    def item(self, item_id: int) -> ElementInstance | None:
        """The element instance with this id, or None if it has ended.

        Raises:
            Missing: its page is not loaded.
        """
        found = self.items.get(item_id)
        if found is None:
            self._need(item_id >> 32)
        return found

    def children_of(self, item: ElementInstance) -> list[ElementInstance]:
        """All direct children, in the order of their creation.

        Raises:
            Missing: some are not loaded.
        """
        children = item.children or {}
        if len(children) < item.kids:
            raise Missing(all_pages=True)
        return sorted(children.values(), key=_sequence)

    def keep_result(self, body: ElementInstance, number: int, value: Any, size_bytes: int) -> None:
        """Keeps what one instance of a body has left: beside the body first, then in pages of their own.

        Raises:
            Missing: the page that is being filled is not loaded.
        """
        page, count, filled = body.recall("results", (body.page, 0, 0))
        if count >= _RESULTS or filled >= _RESULTS_BYTES:
            self.last_page += 1
            page, count, filled = self.last_page, 0, 0
            self.loaded |= {page}
        self._need(page)
        self.results.setdefault(page, {}).setdefault(body.id, {})[number] = value
        body.remember(results=(page, count + 1, filled + size_bytes))
        self.touch(body)
        if page:
            self.dirty.add(page)

    def results_of(self, body: ElementInstance) -> dict[int, Any]:
        """What the instances of a body have left, by number.

        Raises:
            Missing: some of it is not loaded.
        """
        page = body.recall("results", (body.page,))[0]
        if page != body.page and self.has_more:
            raise Missing(all_pages=True)
        found: dict[int, Any] = {}
        for by_body in self.results.values():
            found.update(by_body.get(body.id, {}))
        return found

    def forget_results(self, body: ElementInstance) -> None:
        """The body is over: what its instances have left goes.

        Raises:
            Missing: some of it is not loaded.
        """
        if not self.results_of(body):
            return
        for page, by_body in self.results.items():
            if by_body.pop(body.id, None) is not None and page:
                self.dirty.add(page)

    def use(self, instance: ElementInstance, definition: Definition) -> None:
        """An instance is one of `definition` from now on, where each of its nodes has the place it had.

        Raises:
            Missing: not all of the tree is loaded.
        """
        if self.has_more:
            raise Missing(all_pages=True)
        before = instance.node.definition
        inside = self.inside(instance)
        for item in inside:
            item.node = definition.nodes[item.node.index]
        if any(item.node.definition is before for item in self.items.values()):
            self.definition_number(definition)
            for item in inside:
                self.touch(item)
        else:
            self.definitions = [
                definition if known is before else known for known in self.definitions
            ]

    def definition_number(self, definition: Definition) -> int:
        """The position of a definition in this tree's list; added if it is new."""
        for number, known in enumerate(self.definitions):
            if known is definition:
                return number
        self.definitions.append(definition)
        return len(self.definitions) - 1


def _sequence(item: ElementInstance) -> int:
    return item.id & 0xFFFFFFFF

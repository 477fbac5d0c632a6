"""Instance trees to bytes and back, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.kernel import codec
from trivium.kernel.element_instance import ElementInstance, page_of
from trivium.kernel.missing import LargeValue, Missing
from trivium.kernel.rows import Wait
from trivium.kernel.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trivium.kernel.graph import Definition

LARGE_VALUE_BYTES = 32_768
"""A value whose JSON is longer is stored apart, once the page it is in is longer too."""


def encode_page(tree: Tree, page: int, put_value: Callable[[bytes], str]) -> bytes | None:
    """The bytes of one page, or None if nothing lives in it any more.

    `put_value` stores the JSON of a large value and gives its digest.
    """
    items = [item for item in tree.items.values() if item.id >> 32 == page]
    results = {body: kept for body, kept in tree.results.get(page, {}).items() if kept}
    if not items and not results:
        return None
    data = _content(tree, page, items, results)
    if len(data) > LARGE_VALUE_BYTES and _set_apart(items, put_value):
        data = _content(tree, page, items, results)
    return data


def _content(
    tree: Tree, page: int, items: list[ElementInstance], results: dict[int, dict[int, Any]]
) -> bytes:
    content: list[Any] = [
        _head(tree) if page == 0 else None,
        [_item_row(tree, item) for item in items],
    ]
    if results:
        content.append(results)
    return codec.encode(content)


def _head(tree: Tree) -> list[Any]:
    return [
        tree.sequence,
        tree.first_page_count,
        tree.filling,
        tree.filling_count,
        tree.last_page,
        [_reference(definition) for definition in tree.definitions],
    ]


def _reference(definition: Definition) -> str | list[str]:
    """Its id, with what was added for this tree alone."""
    return [definition.id, definition.additions] if definition.additions else definition.id


def _referred(reference: Any, definition: Callable[[str], Definition]) -> Definition:
    if isinstance(reference, str):
        return definition(reference)
    extended = definition(reference[0]).extended
    assert extended is not None  # noqa: S101  # something was added
    return extended(reference[1])


def _item_row(tree: Tree, item: ElementInstance) -> list[Any]:
    node = item.node
    definitions = tree.definitions
    variables, apart = _split(item.variables)
    number = 0 if node.definition is definitions[0] else tree.definition_number(node.definition)
    return [
        item.id,
        number,
        node.index,
        item.parent.id if item.parent is not None else 0,
        item.state,
        variables,
        item.data,
        list(item.waits.values()) if item.waits else None,
        item.tokens,
        item.joins or None,
        item.kids,
        apart,
    ]


def _split(variables: dict[str, Any] | None) -> tuple[dict[str, Any] | None, Any]:
    """The variables to write here, and references to those that are stored apart."""
    if not variables or not any(type(value) is LargeValue for value in variables.values()):
        return variables, None
    inline: dict[str, Any] = {}
    apart: dict[str, tuple[str, int]] = {}
    for name, value in variables.items():
        if type(value) is LargeValue:
            apart[name] = (value.digest, value.size_bytes)
        else:
            inline[name] = value
    return inline, apart


def _set_apart(items: list[ElementInstance], put_value: Callable[[bytes], str]) -> bool:
    """Replaces large values by references to them; whether there were any."""
    found = False
    for item in items:
        for name, value in (item.variables or {}).items():
            if type(value) not in {str, list, dict}:
                continue
            data = codec.encode(value)
            if len(data) > LARGE_VALUE_BYTES:
                item.variables[name] = LargeValue(put_value(data), len(data), value)  # type: ignore[index]
                found = True
    return found


def decode_tree(
    root_id: str,
    pages: Mapping[int, bytes],
    definition: Callable[[str], Definition],
    values: Mapping[str, Any],
    *,
    complete: bool,
) -> Tree:
    """The tree from those of its pages that were read; `complete` says that these are all.

    Raises:
        Missing: the parent of something in these pages lives in a page that is not among them.
    """
    tree = Tree(root_id)
    contents = {number: codec.decode(data) for number, data in pages.items()}
    head = contents[0][0]
    (
        tree.sequence,
        tree.first_page_count,
        tree.filling,
        tree.filling_count,
        tree.last_page,
        references,
    ) = head
    tree.definitions = [_referred(each, definition) for each in references]
    tree.has_more = not complete and tree.last_page > 0
    tree.loaded = frozenset(pages)
    rows: list[Any] = []
    for number, content in contents.items():
        rows.extend(content[1])
        if len(content) > 2:  # noqa: PLR2004  # head, rows, and results if there are any
            tree.results[number] = {
                int(body): {int(each): value for each, value in kept.items()}
                for body, kept in content[2].items()
            }
    rows.sort(key=_creation)
    absent = {page_of(row[3]) for row in rows} - set(pages)
    if absent:
        raise Missing(pages=tuple(absent))
    for row in rows:
        _add_row(tree, row, values)
    return tree


def _creation(row: list[Any]) -> int:
    return int(row[0]) & 0xFFFFFFFF


def _add_row(tree: Tree, row: list[Any], values: Mapping[str, Any]) -> None:
    item_id, number, index, parent_id, state, variables, data, waits, tokens, joins, kids, apart = (
        row
    )
    parent = tree.items[parent_id] if parent_id else None
    item = ElementInstance(item_id, tree.definitions[number].nodes[index], parent)
    item.state = state
    item.variables = variables
    item.data = data
    item.tokens = tokens
    item.kids = kids
    if joins:
        item.joins = {int(node): counts for node, counts in joins.items()}
    if waits:
        item.waits = {wait[0]: Wait(*wait) for wait in waits}
    if apart:
        item.variables = variables or {}
        for name, (digest, size) in apart.items():
            known = (values[digest],) if digest in values else ()
            item.variables[name] = LargeValue(digest, size, *known)
    tree.items[item_id] = item
    if parent is None:
        tree.root = item
    else:
        if parent.children is None:
            parent.children = {}
        parent.children[item_id] = item

"""The case file: its items, what may be done to them, and the events of that (CMMN 1.1, 5.3, 8.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trivium.errors import InvalidInput, NotFound, WrongState

if TYPE_CHECKING:
    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step

_MANY = frozenset({"ZeroOrMore", "OneOrMore"})
OPERATIONS = (
    "create",
    "update",
    "replace",
    "delete",
    "addChild",
    "removeChild",
    "addReference",
    "removeReference",
)
"""The standard events of table 8.2, each caused by the operation of its name."""


@dataclass(slots=True)
class FileItem:
    """One case file item as the model declares it; its value is the variable of its name."""

    id: str
    name: str
    multiplicity: str
    parent: str | None
    children: list[str] = field(default_factory=list)
    targets: tuple[str, ...] = ()


class CaseFile:
    """The items of a case by id. Values are variables of the case, so conditions and mappings see them."""

    def __init__(self, items: dict[str, FileItem]) -> None:
        self.items = items

    def item(self, name: str) -> FileItem:
        """The item of this id or name.

        Raises:
            NotFound: the case file has none.
        """
        found = self.items.get(name) or next(
            (each for each in self.items.values() if each.name == name), None
        )
        if found is None:
            raise NotFound(
                f"Expected an item of the case file ({', '.join(self.items) or 'it has none'}), but found"
                f" {name!r}.",
                code="case/unknown-file-item",
                item=name,
            )
        return found

    def change(self, step: Step, case: ElementInstance, command: commands.ChangeFile) -> None:
        """Carries out an operation; sentries hear its event.

        Raises:
            WrongState: the item is not in a state for it. InvalidInput: there is no such operation.
        """
        item = self.item(command.file_item)
        operation = command.operation
        if operation not in OPERATIONS:
            raise InvalidInput(
                f"Expected one of {', '.join(OPERATIONS)}, but found {operation!r}.",
                code="case/unknown-file-operation",
            )
        states = case.recall("file") or {}
        known = states.get(item.id)
        is_there = known is not None and known["state"] == "available"
        is_new_allowed = item.multiplicity in _MANY or not is_there
        if is_there if operation != "create" else is_new_allowed:
            getattr(self, f"_{_snake(operation)}")(step, case, item, command.value)
            return
        raise WrongState(
            f"Expected the case file item {item.name!r} "
            + ("not to be there yet" if operation == "create" else "to be there")
            + f" for {operation}, but it is {'there' if is_there else 'not'}.",
            code="case/file-item-state",
            item=item.id,
            operation=operation,
        )

    def _set(
        self,
        step: Step,
        case: ElementInstance,
        item: FileItem,
        value: Any,
        *,
        state: str = "available",
        references: list[Any] | None = None,
    ) -> None:
        states = dict(case.recall("file") or {})
        before = states.get(item.id, {})
        kept = before.get("references", []) if references is None else references
        states[item.id] = {"state": state, "references": kept}
        case.remember(file=states)
        step.tree.touch(case)
        step.set_local(case, {item.name: value})

    @staticmethod
    def _told(
        step: Step, case: ElementInstance, item: FileItem, transition: str, value: Any
    ) -> None:
        case.node.behaviour.file_changed(step, case, item.id, transition, value)  # type: ignore[attr-defined]  # a case has it

    def _create(self, step: Step, case: ElementInstance, item: FileItem, value: Any) -> None:
        if item.multiplicity in _MANY:
            value = [*(case.get(item.name) or []), value]
        self._set(step, case, item, value)
        self._told(step, case, item, "create", value)
        if item.parent is not None:
            self._told(step, case, self.items[item.parent], "addChild", item.name)

    def _update(self, step: Step, case: ElementInstance, item: FileItem, value: Any) -> None:
        self._set(step, case, item, value)
        self._told(step, case, item, "update", value)

    def _replace(self, step: Step, case: ElementInstance, item: FileItem, value: Any) -> None:
        self._set(step, case, item, value)
        self._told(step, case, item, "replace", value)

    def _delete(self, step: Step, case: ElementInstance, item: FileItem, value: Any) -> None:
        del value
        for child in item.children:
            known = (case.recall("file") or {}).get(child)
            if known is not None and known["state"] == "available":
                self._delete(step, case, self.items[child], None)
        self._set(step, case, item, None, state="discarded")
        self._told(step, case, item, "delete", None)
        if item.parent is not None:
            self._told(step, case, self.items[item.parent], "removeChild", item.name)

    def _add_child(self, step: Step, case: ElementInstance, item: FileItem, value: Any) -> None:
        """`value` is the child's name or id, or its name and value."""
        name, content = _named(value)
        child = self._child(item, name)
        self._create(step, case, child, content)

    def _remove_child(self, step: Step, case: ElementInstance, item: FileItem, value: Any) -> None:
        self._delete(step, case, self._child(item, str(value)), None)

    def _child(self, item: FileItem, name: str) -> FileItem:
        child = self.item(name)
        if child.parent != item.id:
            raise InvalidInput(
                f"Expected a child of {item.name!r}, but found {name!r}.",
                code="case/unknown-file-item",
                item=name,
            )
        return child

    def _add_reference(self, step: Step, case: ElementInstance, item: FileItem, value: Any) -> None:
        self._refer(step, case, item, [*self._references(case, item), value])
        self._told(step, case, item, "addReference", value)

    def _remove_reference(
        self, step: Step, case: ElementInstance, item: FileItem, value: Any
    ) -> None:
        self._refer(
            step, case, item, [each for each in self._references(case, item) if each != value]
        )
        self._told(step, case, item, "removeReference", value)

    @staticmethod
    def _references(case: ElementInstance, item: FileItem) -> list[Any]:
        return list((case.recall("file") or {}).get(item.id, {}).get("references", []))

    @staticmethod
    def _refer(step: Step, case: ElementInstance, item: FileItem, references: list[Any]) -> None:
        states = dict(case.recall("file") or {})
        states[item.id] = {"state": "available", "references": references}
        case.remember(file=states)
        step.tree.touch(case)


def _snake(operation: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in operation)


def _named(value: Any) -> tuple[str, Any]:
    if isinstance(value, dict) and len(value) == 1:
        return next(iter(value.items()))
    return str(value), None

"""The decision requirements graph: what an element needs, and the order of evaluation.

An imported element is a value of its own for each way that leads to it: the input `A.x` reached
through the import `B` is another one than the input `A.x` reached directly.

Standard: DMN 1.5, chapter 6 and 10.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol, TypeAlias

import msgspec

from trivium.dmn.model import DrgElement
from trivium.dmn.run import Evaluator
from trivium.dmn.types import Type

Path: TypeAlias = tuple[str, ...]
"""The names of imports that lead from the model that is asked to the one that holds an element."""


class Source(Protocol):
    """The compiled model that an element stands in."""

    @property
    def inputs(self) -> Mapping[str, CompiledInput]: ...
    @property
    def decisions(self) -> Mapping[str, CompiledDecision]: ...
    @property
    def elements(self) -> Mapping[str, DrgElement]: ...
    def type_of(self, element_id: str, /) -> Type: ...


class CompiledInput(msgspec.Struct, frozen=True, eq=False):
    """Input data: the names that it may be given under, the first one being its own."""

    id: str
    names: tuple[str, ...]
    type: Type


class Need(msgspec.Struct, frozen=True, eq=False):
    """A value that a decision requires: the element, and how it is called there.

    `through` is the name of the import that the element comes from, "" for the same model.
    """

    names: tuple[str, ...]
    through: str
    source: Source
    id: str


class CompiledDecision(msgspec.Struct, frozen=True, eq=False):
    """A decision ready to be evaluated.

    `constants` are the functions in its scope; `undeclared` are names that it reads although no
    requirement gives them, and which are taken from the inputs of the whole evaluation.
    `by_output` are names of outputs of required tables: the name, the table's decision, and the
    output where the table has several. `outputs` are the names of the outputs of its own table,
    none if it is no table; `is_collected` says that the table gives a list of rules' outputs.
    """

    id: str
    names: tuple[str, ...]
    run: Evaluator
    needs: tuple[Need, ...] = ()
    constants: Mapping[str, Any] = {}
    undeclared: tuple[str, ...] = ()
    by_output: tuple[tuple[str, Need, str | None], ...] = ()
    type: Type | None = None
    outputs: tuple[str, ...] = ()
    is_collected: bool = False

    @property
    def name(self) -> str:
        """The name that users know it by."""
        return self.names[0]


class Place(NamedTuple):
    """An element as it is reached."""

    path: Path
    source: Source
    id: str


class InputStep(msgspec.Struct, frozen=True, eq=False):
    """Take an input: where it is looked for, and the slot that it goes to.

    `type` is None for a name that the model does not declare.
    """

    slot: int
    path: Path
    names: tuple[str, ...]
    type: Type | None

    @property
    def is_plain(self) -> bool:
        """Whether there is but one place to look for it."""
        return not self.path and len(self.names) == 1


class DecisionStep(msgspec.Struct, frozen=True, eq=False):
    """Evaluate a decision: its variables by slot, and the slot that its value goes to."""

    slot: int
    decision: CompiledDecision
    path: Path
    variables: tuple[tuple[str, int], ...]
    imported: tuple[tuple[str, str, int], ...]
    undeclared: tuple[tuple[str, int], ...]
    by_output: tuple[tuple[str, int, str | None], ...] = ()


class Plan(msgspec.Struct, frozen=True, eq=False):
    """Everything that must be done to evaluate some decisions, each element once."""

    inputs: tuple[InputStep, ...]
    steps: tuple[DecisionStep, ...]
    results: tuple[int, ...]
    given: tuple[int, ...]
    size: int
    # each input with its only name (or None) and the classes that need no look at its type
    takes: tuple[tuple[InputStep, int, str | None, frozenset[type]], ...] = ()

    def __post_init__(self) -> None:
        takes = tuple(
            (
                step,
                step.slot,
                step.names[0] if step.is_plain else None,
                step.type.classes if step.type is not None else frozenset(),
            )
            for step in self.inputs
        )
        msgspec.structs.force_setattr(self, "takes", takes)


def plan_for(wanted: Iterable[Place], given: Iterable[Place] = ()) -> Plan:
    """The plan for some decisions; `given` are elements whose values will be supplied."""
    return _Planner(given).plan(tuple(wanted))


class _Planner:
    def __init__(self, given: Iterable[Place]) -> None:
        self.slots: dict[tuple[Path, int, str], int] = {}
        self.given = tuple(self.slots.setdefault(_key(place), len(self.slots)) for place in given)
        self.size = len(self.slots)
        self.inputs: list[InputStep] = []
        self.steps: list[DecisionStep] = []
        self._undeclared: dict[str, int] = {}

    def plan(self, wanted: tuple[Place, ...]) -> Plan:
        for place in wanted:
            self._visit(place)
        results = tuple(self.slots[_key(place)] for place in wanted)
        return Plan(tuple(self.inputs), tuple(self.steps), results, self.given, self.size)

    def _visit(self, wanted: Place) -> None:
        """Depth first with a list of its own, so that long chains cannot exhaust the stack."""
        open_places: list[tuple[Place, bool]] = [(wanted, False)]
        entered: set[tuple[Path, int, str]] = set()
        while open_places:
            place, is_ready = open_places.pop()
            key = _key(place)
            if key in self.slots:
                continue
            decision = place.source.decisions.get(place.id)
            if decision is None:
                self._add_input(place)
            elif is_ready:
                self._add_step(place, decision)
            elif key not in entered:
                entered.add(key)
                open_places.append((place, True))
                open_places.extend(
                    (_place_of(need, place.path), False) for need in reversed(decision.needs)
                )

    def _new_slot(self) -> int:
        self.size += 1
        return self.size - 1

    def _add_input(self, place: Place) -> None:
        found = place.source.inputs[place.id]
        slot = self.slots[_key(place)] = self._new_slot()
        self.inputs.append(InputStep(slot, place.path, found.names, found.type))

    def _add_step(self, place: Place, decision: CompiledDecision) -> None:
        variables: list[tuple[str, int]] = []
        imported: list[tuple[str, str, int]] = []
        for need in decision.needs:
            slot = self.slots.get(_key(_place_of(need, place.path)))
            if slot is None:  # part of a cycle, which load has reported
                continue
            if need.through:
                imported.extend((need.through, name, slot) for name in need.names)
            else:
                variables.extend((name, slot) for name in need.names)
        slot = self.slots[_key(place)] = self._new_slot()
        self.steps.append(
            DecisionStep(
                slot,
                decision,
                place.path,
                tuple(variables),
                tuple(imported),
                tuple((name, self._undeclared_slot(name)) for name in decision.undeclared),
                tuple(
                    (name, found, output)
                    for name, need, output in decision.by_output
                    if (found := self.slots.get(_key(_place_of(need, place.path)))) is not None
                ),
            )
        )

    def _undeclared_slot(self, name: str) -> int:
        slot = self._undeclared.get(name)
        if slot is None:
            slot = self._undeclared[name] = self._new_slot()
            self.inputs.append(InputStep(slot, (), (name,), None))
        return slot


def _key(place: Place) -> tuple[Path, int, str]:
    return place.path, id(place.source), place.id


def _place_of(need: Need, path: Path) -> Place:
    return Place((*path, need.through) if need.through else path, need.source, need.id)


def cycles_in(decisions: Mapping[str, CompiledDecision], source: Source) -> list[list[str]]:
    """Decisions that require themselves: each cycle once, by the ids along it."""
    done: set[str] = set()
    found: list[list[str]] = []
    for start in decisions:
        trail: list[str] = []
        pending: list[tuple[str, bool]] = [(start, False)]
        while pending:
            one, is_left = pending.pop()
            if is_left:
                trail.pop()
                done.add(one)
                continue
            if one in trail:
                found.append(trail[trail.index(one) :])
                continue
            if one in done:
                continue
            trail.append(one)
            pending.append((one, True))
            pending.extend(
                (need.id, False)
                for need in reversed(decisions[one].needs)
                if need.source is source and need.id in decisions
            )
    return found

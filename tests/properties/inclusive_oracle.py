"""Random models with inclusive joins, and a token game that decides each join by looking at every path.

Written from BPMN 2.0.2, 13.4.3, as slow and as plain as can be; shares nothing with the engine. An
inclusive join is activated if it has a token and, for every other token, each path from it to an incoming
flow without a token (not through the join) is matched by a path from it to one that has a token. Where
several joins could go, the standard leaves the order open, and so does the game: it gives all outcomes.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from trivium import bpmn
from trivium.kernel import commands
from trivium.kernel.rows import Subscription
from trivium.kernel.session import Session

_MOST_TOKENS = 12
_MOST_OUTCOMES = 40
_COMMANDS = 12


@dataclass
class Model:
    """Nodes by id with their kind, and flows as (source, target, variable of the condition or None).

    `attached` has boundary events: the task that each is on, and whether it interrupts it.
    """

    nodes: dict[str, str] = field(default_factory=dict)
    flows: list[tuple[str, str, str | None]] = field(default_factory=list)
    attached: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def out(self, node):
        return [number for number, flow in enumerate(self.flows) if flow[0] == node]

    def into(self, node):
        return [number for number, flow in enumerate(self.flows) if flow[1] == node]

    def is_join(self, node):
        joins = self.nodes[node] in {"inclusiveGateway", "parallelGateway"}
        return joins and len(self.into(node)) > 1

    def xml(self):
        parts = []
        for event, (task, interrupts) in self.attached.items():
            attributes = f'attachedToRef="{task}" cancelActivity="{str(interrupts).lower()}"'
            signal = f'<signalEventDefinition signalRef="s-{event}"/>'
            parts.append(f'<boundaryEvent id="{event}" {attributes}>{signal}</boundaryEvent>')
        for node, kind in self.nodes.items():
            if node in self.attached:
                continue
            out = self.out(node)
            chooses = kind in {"inclusiveGateway", "exclusiveGateway"} and len(out) > 1
            default = f' default="f{out[-1]}"' if chooses else ""
            parts.append(f'<{kind} id="{node}"{default}/>')
        for number, (source, target, variable) in enumerate(self.flows):
            inside = f"<conditionExpression>{variable}</conditionExpression>" if variable else ""
            ends = f'sourceRef="{source}" targetRef="{target}"'
            parts.append(f'<sequenceFlow id="f{number}" {ends}>{inside}</sequenceFlow>')
        head = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
        head += "".join(f'<signal id="s-{each}" name="{each}"/>' for each in self.attached)
        return f'{head}<process id="p">{"".join(parts)}</process></definitions>'.encode()


_KINDS = ("userTask", "inclusiveGateway", "parallelGateway", "exclusiveGateway")
_WEIGHTS = (6, 6, 2, 3)


def random_model(rng):
    """A free-form model in which every loop has a task; None if the dice made none."""
    names = [f"n{number}" for number in range(rng.randint(4, 9))]
    model = Model({"start": "startEvent"})
    model.nodes |= {name: rng.choices(_KINDS, _WEIGHTS)[0] for name in names}
    model.nodes["end"] = "endEvent"
    if "inclusiveGateway" not in model.nodes.values():
        return None
    pairs = {("start", names[0])}
    for number, name in enumerate(names[1:], 1):
        pairs.add((rng.choice(names[:number]), name))
    for name in names:
        if not any(source == name for source, _ in pairs):
            pairs.add((name, rng.choice([*names, "end"])))
    for _ in range(rng.randint(0, 5)):
        pairs.add((rng.choice(names), rng.choice([*names, "end"])))
    tasks = [name for name in names if model.nodes[name] == "userTask"]
    for number, task in enumerate(tasks):
        if rng.random() < 0.25:  # one task in four
            model.attached[f"b{number}"] = task, rng.random() < 0.5
            pairs.add((f"b{number}", rng.choice([*names, "end"])))
    model.nodes |= dict.fromkeys(model.attached, "boundaryEvent")
    return _with_conditions(model, sorted(pairs), rng)


def _with_conditions(model, pairs, rng):
    pairs = [(source, target) for source, target in pairs if source != target]
    rng.shuffle(pairs)
    for source, target in pairs:
        model.flows.append((source, target, None))
    for node, kind in model.nodes.items():
        out = model.out(node)
        if node != "end" and not out:
            return None
        if kind in {"inclusiveGateway", "exclusiveGateway"} and len(out) > 1:
            for number in out[:-1]:
                source, target, _ = model.flows[number]
                model.flows[number] = (source, target, f"c{number}")
    return None if _loops_without_a_task(model) else model


def _loops_without_a_task(model):
    def walks_back(node, path):
        if model.nodes[node] == "userTask":
            return False
        if node in path:
            return True
        return any(walks_back(model.flows[f][1], path | {node}) for f in model.out(node))

    return any(walks_back(node, frozenset()) for node in model.nodes)


Marking = tuple[tuple[tuple[str, int], ...], tuple[tuple[int, int], ...]]
"""Tasks that wait, and tokens on flows into joins, both counted and sorted."""


class TooManyError(Exception):
    """More tokens or outcomes than are worth looking at."""


class Game:
    """All markings that the standard allows after a step."""

    def __init__(self, model):
        self.model = model

    def settle(self, tasks, flows, variables):
        """Every marking in which nothing goes on by itself any more."""
        found, todo, seen = set(), [(Counter(tasks), Counter(flows))], set()
        while todo:
            tasks, flows = self._run(*todo.pop(), variables)
            marking = frozen(tasks, flows)
            if marking in seen:
                continue
            seen.add(marking)
            if len(seen) > _MOST_OUTCOMES:
                raise TooManyError
            ready = [node for node in self.model.nodes if self._is_activated(node, tasks, flows)]
            if not ready:
                found.add(marking)
            for node in ready:
                after = flows.copy()
                for flow in self.model.into(node):
                    if after[flow]:
                        after[flow] -= 1
                for flow in self._chosen(node, variables):
                    after[flow] += 1
                todo.append((tasks.copy(), +after))
        return found

    def _run(self, tasks, flows, variables):
        """Moves every token on that needs no inclusive join."""
        model = self.model
        while True:
            if sum(tasks.values()) + sum(flows.values()) > _MOST_TOKENS:
                raise TooManyError
            for flow in +flows:
                node = model.flows[flow][1]
                kind = model.nodes[node]
                into = model.into(node)
                if kind == "parallelGateway" and not all(flows[each] for each in into):
                    continue
                if kind == "inclusiveGateway" and len(into) > 1:
                    continue
                for each in into if kind == "parallelGateway" else [flow]:
                    flows[each] -= 1
                if kind == "userTask":
                    tasks[node] += 1
                else:
                    for each in self._chosen(node, variables):
                        flows[each] += 1
                break
            else:
                return +tasks, +flows
            flows = +flows

    def _chosen(self, node, variables):
        out = self.model.out(node)
        kind = self.model.nodes[node]
        if kind not in {"inclusiveGateway", "exclusiveGateway"} or len(out) < 2:
            return out
        true = [flow for flow in out[:-1] if variables[self.model.flows[flow][2]]]
        if not true:
            return [out[-1]]
        return true[:1] if kind == "exclusiveGateway" else true

    def _is_activated(self, node, tasks, flows):
        model = self.model
        if model.nodes[node] != "inclusiveGateway" or not model.is_join(node):
            return False
        into = model.into(node)
        filled = {flow for flow in into if flows[flow]}
        if not filled:
            return False
        places = {task for task, count in tasks.items() if count}
        places |= {model.flows[flow][1] for flow in +flows} - {node}
        for place in places:
            reached = self._reached(place, node, frozenset())
            if reached - filled and not reached & filled:
                return False
        return True

    def _reached(self, place, join, path):
        """The incoming flows of a join at the end of all paths from a place that do not pass it."""
        found = set()
        events = [event for event, (task, _) in self.model.attached.items() if task == place]
        for flow in [flow for node in (place, *events) for flow in self.model.out(node)]:
            target = self.model.flows[flow][1]
            if target == join:
                found.add(flow)
            elif target not in path:
                found |= self._reached(target, join, path | {target})
        return found


def frozen(tasks, flows):
    return tuple(sorted((+tasks).items())), tuple(sorted((+flows).items()))


def marking_of(tree):
    """Where the engine's tokens are."""
    if not tree.items:
        return frozen(Counter(), Counter())
    root = tree.root
    tasks = Counter(child.node.id for child in (root.children or {}).values())
    flows = Counter()
    for waiting in (root.joins or {}).values():
        for flow, count in waiting.items():
            flows[int(flow[1:])] += count
    return frozen(tasks, flows)


def play_many(seed, models):
    """Runs so many random models beside the game; how often an outcome was compared."""
    rng = random.Random(seed)  # noqa: S311  # dice
    compared = 0
    while models:
        number = rng.getrandbits(48)
        model = random_model(random.Random(number))  # noqa: S311  # dice
        if model is not None:
            compared += play(model, number)
            models -= 1
    return compared


def play(model, seed):
    """Runs one model beside the game; how often the outcome was compared.

    Raises:
        AssertionError: the engine has done what the standard does not allow.
    """
    rng = random.Random(seed)  # noqa: S311  # dice
    session = Session()
    definitions, _ = bpmn.compile_source(bpmn.read(model.xml()))
    session.deploy(definitions)
    game = Game(model)
    names = [variable for _, _, variable in model.flows if variable]
    variables = {name: rng.random() < 0.5 for name in names}
    compared = 0
    try:
        expected = game.settle({}, {model.out("start")[0]: 1}, variables)
        root_id = session.start("p", dict(variables))
        for _ in range(_COMMANDS):
            found = marking_of(session.trees[root_id])
            assert found in expected, f"seed {seed}: {found} is none of {expected}"
            compared += 1
            if not found[0]:
                break
            row_id, (row, _) = rng.choice(sorted(session.rows.items()))
            variables = {name: rng.random() < 0.5 for name in names}
            tasks, flows = Counter(dict(found[0])), Counter(dict(found[1]))
            if isinstance(row, Subscription):
                task, interrupts = model.attached[row.element_id]
                tasks[task] -= interrupts
                command = commands.DeliverEvent(
                    subscription_id=row_id, name=row.name, variables=dict(variables)
                )
            else:
                tasks[row.element_id] -= 1
                command = commands.CompleteTask(task_id=row_id, variables=dict(variables))
            for flow in model.out(row.element_id):
                flows[flow] += 1
            expected = game.settle(tasks, flows, variables)
            session.submit(command)
    except TooManyError:
        pass
    return compared

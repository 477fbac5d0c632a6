"""One decision at work: the stack of what is still to do, and all that may change state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.errors import EvaluationFailed, TriviumError
from trivium.kernel import events as happened
from trivium.kernel.element_instance import ACTIVE, FAILED, ElementInstance
from trivium.kernel.endings import must_wait
from trivium.kernel.rows import (
    Evaluation,
    HumanTask,
    Incident,
    InstanceRow,
    Job,
    Rows,
    Subscription,
    Wait,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from trivium.expressions import Expression
    from trivium.kernel.environment import Environment
    from trivium.kernel.events import Event
    from trivium.kernel.graph import Definition, Node
    from trivium.kernel.tree import Tree

    Operation = Callable[["Step", ElementInstance], None]


SCOPE_OPERATIONS = frozenset({"enter", "leave", "pass_through", "activate", "reset"})
"""Operations that are given the scope of a token; all others are given the element instance."""

GLANCES = frozenset({"look", "look_around", "undo", "settle"})
"""Operations that only find out what to do next; they are not done again, so they are never parked."""


class Step:
    """Carries out one command on one tree.

    Work is done depth first from a stack, as Camunda 7 does: the first outgoing flow runs until it
    waits, then the second. Nothing recurses, so a loop may turn a million times.
    """

    __slots__ = (
        "_looks",
        "_still",
        "environment",
        "events",
        "now",
        "outbox",
        "rows",
        "scratch",
        "stack",
        "tree",
        "user",
    )

    def __init__(self, tree: Tree, environment: Environment, user: str | None) -> None:
        self.tree = tree
        self.environment = environment
        self.now = environment.now
        self.user = user
        self.events: list[Event] = []
        self.rows = Rows()
        self.scratch: dict[Any, Any] = {}  # what behaviours remember within this one command
        self.outbox: list[dict[str, Any]] = []
        self.stack: list[tuple[Operation, ElementInstance]] = []
        self._looks: list[tuple[Operation, ElementInstance]] = []
        self._still: list[tuple[Operation, ElementInstance]] = []

    # -- the loop

    def push(self, operation: Operation, item: ElementInstance) -> None:
        """Do this next."""
        self.stack.append((operation, item))

    def when_still(self, operation: Operation, item: ElementInstance) -> None:
        """Do this once all tokens of this command have come to rest (inclusive joins need it)."""
        if (operation, item) not in self._still:
            self._still.append((operation, item))

    def run(self) -> None:
        """Works until nothing is left that can go on by itself."""
        budget = self.tree.definitions[0].step_limit
        stack, looks = self.stack, self._looks
        while True:
            while stack or looks:
                if (
                    self._looks
                ):  # what a change sets off comes before what follows it, as in Camunda 7
                    stack.extend(reversed(looks))
                    looks.clear()
                operation, item = stack.pop()
                mark = len(self.events)
                budget -= 1
                if budget < 0 and operation.__name__ not in GLANCES:
                    self._fail(operation, item, _too_many_steps(self.tree))
                    continue  # so stops every token that is still on its way
                try:
                    operation(self, item)
                except TriviumError as error:
                    self._undo_events(mark)
                    self._fail(operation, item, error)
            if not self._still:
                return
            stack.append(self._still.pop(0))

    def _undo_events(self, mark: int) -> None:
        """What an operation that failed has noted did not happen; the variables that it set stay."""
        self.events[mark:] = [
            each for each in self.events[mark:] if isinstance(each, happened.VariablesSet)
        ]

    # -- element instances

    def create(
        self, node: Node, parent: ElementInstance | None, variables: dict[str, Any] | None = None
    ) -> ElementInstance:
        """A new element instance of `node`; `parent` already counts its token."""
        item = self.tree.add(node, parent)
        item.variables = variables
        self.events.append(
            happened.ElementEntered(node.id, item.id, parent.id if parent is not None else 0)
        )
        if variables:
            self.events.append(happened.VariablesSet(item.id, variables))
        return item

    def passed(self, node: Node, scope: ElementInstance) -> None:
        """Notes that a token went through `node` without stopping."""
        self.events.append(happened.ElementPassed(node.id, scope.id))

    def complete(self, item: ElementInstance) -> None:
        """`item` has done its work; it is gone, its token is not. Call `leave` next."""
        self.drop_waits(item)
        self.events.append(happened.ElementCompleted(item.node.id, item.id))
        self.tree.remove(item)

    def terminate(self, item: ElementInstance) -> None:
        """Ends `item` and all below it from outside; its token is the caller's to count."""
        ended = self._subtree(item)
        gone = {id(each) for each in ended}
        for waiting in (self.stack, self._still, self._looks):
            waiting[:] = [entry for entry in waiting if id(entry[1]) not in gone]
        for each in reversed(ended):
            self.drop_waits(each)
            each.node.behaviour.terminated(self, each)
            self.events.append(happened.ElementTerminated(each.node.id, each.id))
            self.tree.remove(each)
        if item.parent is not None:
            self.token_moved(item.parent)

    def terminate_children(self, scope: ElementInstance) -> None:
        """Ends everything inside `scope`, tokens on their way included; the scope itself stays."""
        for child in self.tree.children_of(scope):
            self.terminate(child)
        self.forget_tokens(scope)
        scope.tokens = 0

    def forget_tokens(self, scope: ElementInstance) -> None:
        """Drops the tokens of `scope` that are on their way or wait at joins."""
        self.stack[:] = [entry for entry in self.stack if entry[1] is not scope]
        self._still[:] = [entry for entry in self._still if entry[1] is not scope]
        scope.joins = None
        self.tree.touch(scope)

    def _subtree(self, item: ElementInstance) -> list[ElementInstance]:
        found = [item]
        for each in found:  # grows while it is walked
            if each.kids:
                found.extend(self.tree.children_of(each))
        return found

    # -- tokens

    def token_ended(self, scope: ElementInstance) -> None:
        """One token of `scope` is consumed; the last one completes the scope."""
        scope.tokens -= 1
        self.tree.touch(scope)
        if scope.tokens == 0:
            self.stack.append((scope.node.behaviour.scope_emptied, scope))

    def token_moved(self, scope: ElementInstance) -> None:
        """A token of `scope` is not where it was: joins that look around do so once all have come to rest."""
        nodes = scope.node.definition.nodes
        for index in scope.joins or ():
            self.when_still(nodes[index].behaviour.look_around, scope)

    def tokens_added(self, scope: ElementInstance, count: int) -> None:
        scope.tokens += count
        self.tree.touch(scope)

    def hold(self, node: Node, scope: ElementInstance, way: str) -> None:
        """A token on its way waits at `node` for a job, and then goes on by one of its `ways`."""
        item = self.tree.add(node, scope)
        item.remember(way=way)
        self.open_job(item, "async", node)

    def let_go(self, item: ElementInstance) -> None:
        """The token that `hold` has stopped goes on; by the usual way if a migration took its own away."""
        scope = item.parent
        assert scope is not None  # noqa: S101  # it was held in one
        self.drop_waits(item)
        self.tree.remove(item)
        self.token_moved(scope)
        node, way = item.node, item.recall("way")
        usual = node.leave if way.startswith("after") else node.enter
        self.stack.append((node.ways.get(way, usual), scope))

    # -- variables

    def set_variables(self, item: ElementInstance, values: Mapping[str, Any]) -> None:
        """Sets each variable in the nearest scope that has it, else in the process."""
        scopes: dict[int, dict[str, Any]] = {}
        for name, value in values.items():
            holder = item.holder(name)
            scopes.setdefault(holder.id, {})[name] = value
        for scope_id, own in scopes.items():
            self.set_local(self.tree.items[scope_id], own)

    def set_variable(self, item: ElementInstance, name: str, value: Any) -> None:
        """Sets one variable in the nearest scope that has it, else in the process."""
        self.set_local(item.holder(name), {name: value})

    def set_local(self, scope: ElementInstance, values: dict[str, Any]) -> None:
        """Sets variables in exactly this scope."""
        if not values:
            return
        is_watched = scope.process.recall("conditions")
        own = scope.variables if scope.variables is not None else {}
        if is_watched:
            changed = {name: "update" if name in own else "create" for name in values}
        heard_by = scope.process.node.behaviour
        created = (
            frozenset(name for name in values if name not in own)
            if heard_by.hears_variables
            else None
        )
        own.update(values)
        scope.variables = own
        self.tree.touch(scope)
        self.events.append(happened.VariablesSet(scope.id, values))
        if is_watched:
            self._variables_changed(scope, changed)
        if created is not None:
            heard_by.variables_set(self, scope, values, created)

    def _variables_changed(self, scope: ElementInstance, changed: Mapping[str, str]) -> None:
        """Conditional events that see the change look again."""
        for item_id in scope.process.recall("conditions"):
            item = self.tree.item(item_id)
            if item is not None and _is_within(item, scope):
                for wait in (item.waits or {}).values():
                    if wait.kind == "condition":
                        look = Look(item.node.definition.nodes[wait.node], wait.id, changed)
                        self._looks.append((look.look, item))

    # -- expressions

    def value(
        self,
        expression: Expression,
        item: ElementInstance,
        values: Mapping[str, Any] | None = None,
    ) -> Any:
        """The value of an expression as seen from `item`, with `values` in front of its variables.

        Raises:
            EvaluationFailed: it has none; the loop makes an incident of it.
        """
        seen = item if values is None else ChainedVariables(values, item)
        if not expression.needs_context:
            return expression.evaluate(seen)
        return expression.evaluate(seen, self.environment.context(expression.language, self, item))

    def is_true(
        self,
        condition: Expression,
        item: ElementInstance,
        values: Mapping[str, Any] | None = None,
    ) -> bool:
        """Whether a condition holds, with `values` in front of the variables; null counts as false.

        Raises:
            EvaluationFailed: the value is neither a boolean nor null.
        """
        try:
            value = self.value(condition, item, values)
        except EvaluationFailed as error:
            error.is_of_condition = True
            raise
        if value is True:
            return True
        if value is False or value is None:
            return False
        fault = EvaluationFailed(
            f"Expected the condition `{condition.source}` to be true or false, but it is"
            f" {value!r}. Compare it with something, or make it a boolean.",
            code="expression/not-a-boolean",
        )
        fault.is_of_condition = True
        raise fault

    # -- waiting

    def wait(
        self, item: ElementInstance, kind: str, node: Node, count: int = 0, due_at: int = 0
    ) -> Wait:
        """Notes that `item` waits on behalf of `node`; the row follows with the same id."""
        wait = Wait(self.environment.ids.next(), kind, node.index, count, due_at)
        if item.waits is None:
            item.waits = {}
        item.waits[wait.id] = wait
        self.tree.touch(item)
        return wait

    def open_task(self, item: ElementInstance, row: HumanTask) -> None:
        self.rows.added[row.id] = row
        self.events.append(
            happened.TaskCreated(
                item.id,
                row.id,
                row.assignee,
                row.candidate_users,
                row.candidate_groups,
                row.priority,
            )
        )

    def open_job(  # noqa: PLR0913  # the columns of a row
        self,
        item: ElementInstance,
        kind: str,
        node: Node,
        *,
        due_at: int | None = None,
        topic: str | None = None,
        retries: int = 3,
        fired: int | None = None,
        priority: int = 0,
        payload: Any = None,
    ) -> Job:
        """Opens a job that `item` waits for on behalf of `node`, due at once if not said otherwise."""
        due = self.now if due_at is None else due_at
        wait = self.wait(item, kind, node, retries if fired is None else fired, due)
        job = Job(
            wait.id,
            instance_id(item),
            item.id,
            node.id,
            kind,
            due,
            topic,
            priority,
            retries,
            payload,
        )
        self.rows.added[job.id] = job
        self.events.append(happened.JobCreated(item.id, job.id, kind, due, topic))
        return job

    def subscribe(
        self,
        item: ElementInstance,
        kind: str,
        node: Node,
        name: str,
        correlation: dict[str, Any] | None = None,
    ) -> None:
        """Opens a subscription to a message or signal on behalf of `node`."""
        wait = self.wait(item, kind, node)
        wait.name = name
        self.rows.added[wait.id] = Subscription(
            wait.id, instance_id(item), item.id, node.id, kind, name, correlation
        )
        self.events.append(happened.SubscriptionOpened(item.id, wait.id, kind, name, node.id))

    def drop_wait(self, item: ElementInstance, wait: Wait) -> None:
        """`item` no longer waits for this; its row goes."""
        if wait.kind == "incident":
            self.close_incident(item, wait, "deleted")
        elif item.waits is not None and item.waits.pop(wait.id, None) is not None:
            self.rows.remove(wait.id, wait.kind)
            self.tree.touch(item)
            if wait.kind == "condition":
                self._unwatch(item)

    def close_incident(
        self, item: ElementInstance, wait: Wait, how: str, message: str | None = None
    ) -> None:
        """The incident is over; its row stays, with what became of it."""
        if item.waits is None or item.waits.pop(wait.id, None) is None:
            return
        self.tree.touch(item)
        self.events.append(happened.IncidentResolved(item.id, wait.id, how, message))
        self.rows.updates["incidents", wait.id] = {
            "state": "deleted" if how == "deleted" else "resolved",
            "resolution": how,
            "resolved_at": self.now,
            "resolved_by": self.user,
            "resolution_message": message,
        }

    def drop_waits(self, item: ElementInstance, kinds: Iterable[str] | None = None) -> None:
        """Drops all waits of `item`, or those of some kinds."""
        if item.waits:
            for wait in [w for w in item.waits.values() if kinds is None or w.kind in kinds]:
                self.drop_wait(item, wait)

    def watch(self, item: ElementInstance, node: Node) -> None:
        """`item` waits for a condition on behalf of `node`, which looks at once and at every change."""
        wait = self.wait(item, "condition", node)
        watchers: list[int] = item.process.recall("conditions") or []
        if item.id not in watchers:
            item.process.remember(conditions=[*watchers, item.id])
            self.tree.touch(item.process)
        self.stack.append((Look(node, wait.id, None).look, item))

    def _unwatch(self, item: ElementInstance) -> None:
        """Forgets who watches no condition any more; what is not loaded is not asked."""
        if not any(wait.kind == "condition" for wait in (item.waits or {}).values()):
            watchers: list[int] = item.process.recall("conditions") or []
            item.process.remember(conditions=[i for i in watchers if i != item.id])
            self.tree.touch(item.process)

    # -- trouble

    def _fail(self, operation: Operation, item: ElementInstance, error: TriviumError) -> None:
        node: Node = operation.__self__.node  # type: ignore[attr-defined]  # bound methods of behaviours
        name = "leave" if operation.__name__ == "choose_flows" else operation.__name__
        if name in SCOPE_OPERATIONS:
            item = self.create(node, item)
            item.remember(attempts=self.scratch.pop(("attempts", node.index), 0))
        elif name == "begin":
            self.drop_waits(item)
        flow = getattr(operation.__self__, "flow", None)  # type: ignore[attr-defined]  # of what hears flows
        if self.park(item, name, None if flow is None else flow.id):
            is_condition = isinstance(error, EvaluationFailed) and error.is_of_condition
            self.raise_incident(
                item, error, kind="condition-error" if is_condition else "failed-instruction"
            )

    def park(self, item: ElementInstance, operation: str, flow: str | None = None) -> bool:
        """`item` has failed, and this operation is to be done again; whether it is the first of them."""
        is_first = item.state != FAILED
        if is_first:
            item.node.behaviour.faulted(self, item)
        parked = [] if is_first else item.recall("parked")
        item.remember(parked=[*parked, [operation, flow]])
        item.state = FAILED
        self.tree.touch(item)
        return is_first

    def raise_incident(
        self,
        item: ElementInstance,
        error: TriviumError,
        *,
        kind: str,
        job_id: str | None = None,
    ) -> None:
        """Opens an incident on `item`, or a retry if its element has a retry cycle with attempts left."""
        attempts = item.recall("attempts", 0)
        delays = item.node.retry_delays
        if job_id is None and attempts < len(delays):
            item.remember(attempts=attempts + 1)
            due = self.now + delays[attempts]
            job = self.open_job(item, "retry", item.node, due_at=due, retries=1)
            self.events.append(
                happened.JobFailed(item.id, job.id, error.message, len(delays) - attempts - 1, due)
            )
            return
        self.close_incidents(item, "automatic", "Something else is wrong now.")
        wait = self.wait(item, "incident", item.node)
        self.rows.added[wait.id] = Incident(
            wait.id,
            instance_id(item),
            item.id,
            item.node.id,
            kind,
            error.code,
            error.message,
            self.now,
            job_id,
        )
        self.events.append(
            happened.IncidentRaised(item.id, wait.id, kind, error.code, error.message)
        )

    def close_incidents(self, item: ElementInstance, how: str, message: str | None = None) -> None:
        """What was wrong with `item` is over, or something else is wrong now."""
        for wait in list((item.waits or {}).values()):
            if wait.kind == "incident":
                self.close_incident(item, wait, how, message)

    def retry(self, item: ElementInstance) -> None:
        """Does again what failed on `item`, whose incident is closed."""
        self.drop_waits(item, {"retry"})
        if item.state != FAILED:
            return
        parked = item.recall("parked")
        if stands_for_token(item):
            self.scratch["attempts", item.node.index] = item.recall("attempts", 0)
            self.stack.append((_operation(item, *parked[0]), self.take_out(item)))
            return
        item.state = ACTIVE
        item.remember(parked=None)
        item.node.behaviour.reactivated(self, item)
        for name, flow in reversed(parked):
            self.stack.append((_operation(item, name, flow), item))

    def take_out(self, item: ElementInstance) -> ElementInstance:
        """Takes out what stands for a token on its way; gives the scope, which still counts the token."""
        scope = item.parent
        assert scope is not None  # noqa: S101  # a process is never entered by a token
        self.events.append(happened.ElementTerminated(item.node.id, item.id))
        self.tree.remove(item)
        self.token_moved(scope)
        return scope

    def note_evaluation(
        self,
        item: ElementInstance,
        key: str,
        inputs: dict[str, Any],
        outputs: list[dict[str, Any]],
    ) -> None:
        """A decision was asked on behalf of `item`."""
        row = Evaluation(
            self.environment.ids.next(),
            instance_id(item),
            item.node.id,
            key,
            self.now,
            inputs,
            outputs,
        )
        self.rows.added[row.id] = row
        self.events.append(
            happened.Noted("decision-evaluated", item.id, {"key": key, "outputs": outputs})
        )

    # -- instances

    def start_instance(
        self,
        definition: Definition,
        parent: ElementInstance | None,
        variables: dict[str, Any],
        business_key: str | None = None,
        new_id: str | None = None,
    ) -> ElementInstance:
        """A new process or case instance, called by `parent` or the root of the tree."""
        self.tree.definition_number(definition)
        item = self.tree.add(definition.root, parent)
        item.data = {"id": new_id or self.environment.ids.next(), "business_key": business_key}
        if parent is None:
            self.tree.root = item
        row = InstanceRow(
            item.data["id"],
            item.id,
            definition.id,
            definition.key,
            "active",
            self.now,
            business_key,
            instance_id(parent) if parent is not None else None,
            parent.node.id if parent is not None else None,
            None,
            self.user,
        )
        self.rows.added[row.id] = row
        self.events.append(
            happened.InstanceStarted(
                item.id,
                row.id,
                definition.id,
                definition.key,
                business_key,
                parent.id if parent is not None else None,
            )
        )
        item.variables = {}
        if variables:
            item.variables.update(variables)
            self.events.append(happened.VariablesSet(item.id, variables))
        return item

    def end_from_outside(self, item: ElementInstance, reason: str | None) -> None:
        """Ends a process or case instance; one that was called ends with the activity that waits for it."""
        item.remember(reason=reason)
        caller = item.parent
        if caller is not None:
            if caller.node.behaviour.called_ended(self, item):
                return
            is_case = caller.node.definition.kind == "case"
            if is_case or not must_wait(self, caller, "called_terminated"):
                caller.node.behaviour.called_terminated(self, caller)
        elif item.node.kind == "case" or not must_wait(self, item, "end_from_outside"):
            item.node.behaviour.end_from_outside(self, item)

    def end_instance(self, item: ElementInstance, outcome: str, reason: str | None = None) -> None:
        """Marks the row of a process or case instance as ended; the caller removes the item."""
        self.events.append(happened.InstanceEnded(item.id, outcome, reason))
        row_id = item.recall("id")
        row = self.rows.added.get(row_id) or self.rows.changed.get(row_id)
        if not isinstance(row, InstanceRow):
            row = instance_row(item)
            self.rows.changed[row_id] = row
        row.state = outcome
        row.ended_at = self.now


def stands_for_token(item: ElementInstance) -> bool:
    """Whether this failed before its element began, or after it ended."""
    return item.state == FAILED and item.recall("parked")[0][0] in SCOPE_OPERATIONS


def _operation(item: ElementInstance, name: str, flow_id: str | None) -> Operation:
    """What failed on `item`: an operation of its behaviour, or the way in, by the flow that it came by."""
    node = item.node
    if name != "enter":
        found: Operation = getattr(node.behaviour, name)
        return found
    return next((flow.enter for flow in node.incoming if flow.id == flow_id), node.enter)


def instance_id(item: ElementInstance) -> str:
    """The id of the process or case instance that `item` lives in."""
    found: str = item.process.recall("id")
    return found


def instance_row(item: ElementInstance) -> InstanceRow:
    """The row of a process or case instance as it is now; what never changes is left out."""
    definition = item.node.definition
    return InstanceRow(
        item.recall("id"),
        item.id,
        definition.id,
        definition.key,
        item.state,
        0,
        item.recall("business_key"),
    )


class ChainedVariables:
    """Some variables in front of those that an element instance sees."""

    __slots__ = ("_item", "_values")

    def __init__(self, values: Mapping[str, Any], item: ElementInstance) -> None:
        self._values = values
        self._item = item

    def get(self, name: str, default: Any = None) -> Any:
        return self._values[name] if name in self._values else self._item.get(name, default)


class Look:
    """A conditional event looks at its condition again."""

    __slots__ = ("changed", "node", "wait_id")

    def __init__(self, node: Node, wait_id: str, changed: Mapping[str, str] | None) -> None:
        self.node = node
        self.wait_id = wait_id
        self.changed = changed

    def look(self, step: Step, item: ElementInstance) -> None:
        wait = (item.waits or {}).get(self.wait_id)
        if wait is not None:
            self.node.behaviour.look(step, item, wait, self.changed)


def _is_within(item: ElementInstance, scope: ElementInstance) -> bool:
    current: ElementInstance | None = item
    while current is not None:
        if current is scope:
            return True
        current = None if current.process is current else current.parent
    return False


def _too_many_steps(tree: Tree) -> EvaluationFailed:
    limit = tree.definitions[0].step_limit
    return EvaluationFailed(
        f"Expected the command to come to rest within {limit} steps, but it did not: a loop"
        " without an exit? Correct the model or the variables, then retry the incident.",
        code="kernel/step-limit",
        limit=limit,
    )

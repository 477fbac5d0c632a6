"""Each kind of command: how it is prepared, done (again by who comes after), and what must hold then.

All on one database: every model, message and signal has a tag in its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.models import bpmn, chain

from trivium.errors import NotFound
from trivium.kernel.commands import Modification

if TYPE_CHECKING:
    from collections.abc import Callable

    from trivium import Engine

_LIFE = timedelta(hours=1)
_WORK = '<serviceTask id="do" camunda:type="external" camunda:topic="{tag}"/>'
_CASE = (
    '<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL">'
    '<case id="{tag}"><casePlanModel id="plan" autoComplete="true">'
    '<planItem id="ask" definitionRef="task"/>'
    '<planItem id="then" definitionRef="task"><entryCriterion id="e" sentryRef="s"/></planItem>'
    '<sentry id="s"><planItemOnPart sourceRef="ask"><standardEvent>complete</standardEvent>'
    '</planItemOnPart></sentry><humanTask id="task"/></casePlanModel></case></definitions>'
)


@dataclass(frozen=True)
class Kind:
    """`prepare` gives what `act` and `check` need to know, as JSON would have it."""

    prepare: Callable[[Engine, str], dict]
    act: Callable[[Engine, str, dict], object]
    check: Callable[[Engine, str, dict], None]


KINDS: dict[str, Kind] = {}


def _kind(name: str):
    def keep(functions: type) -> type:
        KINDS[name] = Kind(functions.prepare, functions.act, functions.check)
        return functions

    return keep


def _entries(engine: Engine, instance_id: str, command: str) -> int:
    history = engine.instances.history(instance_id)
    return sum(entry.command["command"] == command for entry in history)


def _state(engine: Engine, instance_id: str) -> str:
    return engine.instances.get(instance_id).state


def _tasks(engine: Engine, instance_id: str) -> list[str]:
    return [task.element_id for task in engine.tasks.query(instance_id)]


def _caught(tag: str) -> str:
    return (
        '<intermediateCatchEvent id="catch"><messageEventDefinition messageRef="m"/>'
        "</intermediateCatchEvent>"
    )


def _named(tag: str) -> str:
    return f'<message id="m" name="{tag}"/><signal id="s" name="{tag}"/>'


@_kind("start")
class _Start:
    @staticmethod
    def prepare(engine, tag):
        engine.deploy(chain('<userTask id="ask"/>', key=tag))
        return {}

    @staticmethod
    def act(engine, tag, known):
        return engine.start(tag, {"a": 1}, business_key=tag, idempotency_key=tag)

    @staticmethod
    def check(engine, tag, known):
        (found,) = engine.instances.query(key=tag)
        assert _tasks(engine, found.id) == ["ask"]


@_kind("complete task")
class _CompleteTask:
    @staticmethod
    def prepare(engine, tag):
        engine.deploy(chain('<userTask id="ask"/>', '<userTask id="then"/>', key=tag))
        instance = engine.start(tag)
        (task,) = engine.tasks.query(instance.id)
        return {"instance": instance.id, "task": task.id}

    @staticmethod
    def act(engine, tag, known):
        engine.tasks.complete(known["task"], {"a": 1}, idempotency_key=tag)

    @staticmethod
    def check(engine, tag, known):
        assert _tasks(engine, known["instance"]) == ["then"]
        assert _entries(engine, known["instance"], "complete-task") == 1


@_kind("correlate")
class _Correlate:
    @staticmethod
    def prepare(engine, tag):
        model = chain(_caught(tag), '<userTask id="then"/>', key=tag, roots=_named(tag))
        engine.deploy(model)
        return {"ids": [engine.start(tag, business_key=f"{tag}{n}").id for n in range(2)]}

    @staticmethod
    def act(engine, tag, known):
        for number in range(2):
            engine.messages.correlate(
                tag, business_key=f"{tag}{number}", message_id=f"{tag}{number}", time_to_live=_LIFE
            )

    @staticmethod
    def check(engine, tag, known):
        for instance_id in known["ids"]:
            assert _tasks(engine, instance_id) == ["then"]
            assert _entries(engine, instance_id, "deliver-event") == 1


@_kind("message that comes too early")
class _Keep(_Correlate):
    @staticmethod
    def prepare(engine, tag):
        model = chain(_caught(tag), '<userTask id="then"/>', key=tag, roots=_named(tag))
        engine.deploy(model)
        return {}

    @staticmethod
    def check(engine, tag, known):
        for number in range(2):
            found = engine.start(tag, business_key=f"{tag}{number}")
            assert _tasks(engine, found.id) == ["then"]
            later = engine.start(tag, business_key=f"{tag}{number}")
            assert _tasks(engine, later.id) == []
            engine.instances.terminate(later.id)


@_kind("catcher that opens for a kept message")
class _Open(_Start):
    @staticmethod
    def prepare(engine, tag):
        model = chain(_caught(tag), '<userTask id="ask"/>', key=tag, roots=_named(tag))
        engine.deploy(model)
        engine.messages.correlate(tag, business_key=tag, time_to_live=_LIFE)
        return {}


@_kind("signal")
class _Signal:
    @staticmethod
    def prepare(engine, tag):
        catch = (
            '<intermediateCatchEvent id="catch"><signalEventDefinition signalRef="s"/>'
            "</intermediateCatchEvent>"
        )
        engine.deploy(chain(catch, '<userTask id="then"/>', key=tag, roots=_named(tag)))
        return {"ids": [engine.start(tag).id for _ in range(3)]}

    @staticmethod
    def act(engine, tag, known):
        engine.signals.broadcast(tag, idempotency_key=tag)

    @staticmethod
    def check(engine, tag, known):
        for instance_id in known["ids"]:
            assert _tasks(engine, instance_id) == ["then"]
            assert _entries(engine, instance_id, "deliver-event") == 1


@_kind("timer")
class _Timer:
    @staticmethod
    def prepare(engine, tag):
        catch = (
            '<intermediateCatchEvent id="catch"><timerEventDefinition><timeDuration>PT0S'
            "</timeDuration></timerEventDefinition></intermediateCatchEvent>"
        )
        engine.deploy(chain(catch, '<userTask id="then"/>', key=tag))
        return {"ids": [engine.start(tag).id for _ in range(3)]}

    @staticmethod
    def act(engine, tag, known):
        engine.run_until_idle()

    @staticmethod
    def check(engine, tag, known):
        for instance_id in known["ids"]:
            assert _tasks(engine, instance_id) == ["then"]
            assert _entries(engine, instance_id, "run-job") == 1


@_kind("timer that starts instances")
class _StartTimer(_Start):
    @staticmethod
    def prepare(engine, tag):
        cycle = "<timerEventDefinition><timeCycle>R2/{}</timeCycle></timerEventDefinition>"
        start = f'<startEvent id="start">{cycle.format("PT0.001S")}</startEvent>'
        engine.deploy(
            bpmn(f'{start}<userTask id="ask"/>\nstart -> ask', key=tag),
        )
        return {}

    @staticmethod
    def act(engine, tag, known):
        while engine.jobs.query(kind="start-timer"):
            engine.run_until_idle()

    @staticmethod
    def check(engine, tag, known):
        assert len(engine.instances.query(key=tag)) == 2


@_kind("message to another process")
class _Throw:
    @staticmethod
    def prepare(engine, tag):
        throw = (
            '<intermediateThrowEvent id="throw"><messageEventDefinition messageRef="m"/>'
            "</intermediateThrowEvent>"
        )
        engine.deploy(chain(_caught(tag), '<userTask id="ask"/>', key=tag, roots=_named(tag)))
        engine.deploy(chain(throw, key=f"{tag}-throws", roots=_named(tag)))
        return {"ids": [engine.start(tag).id]}

    @staticmethod
    def act(engine, tag, known):
        engine.start(f"{tag}-throws", idempotency_key=tag)
        engine.run_until_idle()

    @staticmethod
    def check(engine, tag, known):
        (instance_id,) = known["ids"]
        assert _tasks(engine, instance_id) == ["ask"]
        assert _entries(engine, instance_id, "deliver-event") == 1
        assert len(engine.instances.query(key=f"{tag}-throws")) == 1


@_kind("job")
class _Job:
    @staticmethod
    def prepare(engine, tag):
        engine.deploy(chain(_WORK.format(tag=tag), '<userTask id="then"/>', key=tag))
        instance = engine.start(tag)
        (job,) = engine.jobs.activate(tag, "w")
        return {"instance": instance.id, "job": job.id, "lease": job.lease}

    @staticmethod
    def act(engine, tag, known):
        engine.jobs.complete(known["job"], {"a": 1}, lease=known["lease"], idempotency_key=tag)

    @staticmethod
    def check(engine, tag, known):
        assert _tasks(engine, known["instance"]) == ["then"]
        assert _entries(engine, known["instance"], "complete-job") == 1


@_kind("job that fails")
class _FailJob(_Job):
    @staticmethod
    def act(engine, tag, known):
        engine.jobs.fail(known["job"], "no", lease=known["lease"], idempotency_key=tag)

    @staticmethod
    def check(engine, tag, known):
        assert engine.jobs.get(known["job"]).retries == 2
        assert _entries(engine, known["instance"], "fail-job") == 1


@_kind("handler")
class _Handler:
    @staticmethod
    def prepare(engine, tag):
        engine.deploy(chain(_WORK.format(tag=tag), '<userTask id="then"/>', key=tag))
        return {"instance": engine.start(tag).id}

    @staticmethod
    def act(engine, tag, known):
        for job in engine.jobs.query(topic=tag):
            if job.lease_owner is not None:  # of who died
                engine.jobs.release(job.id)
        engine.handler(tag)(lambda job: {"lease": job.lease})
        engine.run_until_idle()

    @staticmethod
    def check(engine, tag, known):
        assert _tasks(engine, known["instance"]) == ["then"]
        assert _entries(engine, known["instance"], "complete-job") == 1


@_kind("deployment")
class _Deploy:
    @staticmethod
    def prepare(engine, tag):
        start = '<startEvent id="start"><messageEventDefinition messageRef="m"/></startEvent>'
        text = bpmn(f"{start}<task id='a'/>\nstart -> a", key=tag, roots=_named(tag))
        return {"model": text.decode()}

    @staticmethod
    def act(engine, tag, known):
        engine.deploy(known["model"].encode())

    @staticmethod
    def check(engine, tag, known):
        (found,) = engine.definitions.query(key=tag)
        assert found.version == 1
        assert engine.messages.correlate(tag).result == "started"


@_kind("modification")
class _Modify:
    @staticmethod
    def prepare(engine, tag):
        engine.deploy(chain('<userTask id="ask"/>', '<userTask id="then"/>', key=tag))
        return {"instance": engine.start(tag).id}

    @staticmethod
    def act(engine, tag, known):
        wishes = [
            Modification(kind="cancel", element_id="ask"),
            Modification(kind="start-before", element_id="then"),
        ]
        engine.instances.modify(known["instance"], wishes, idempotency_key=tag)

    @staticmethod
    def check(engine, tag, known):
        assert _tasks(engine, known["instance"]) == ["then"]
        assert _entries(engine, known["instance"], "modify-instance") == 1


@_kind("migration")
class _Migrate:
    @staticmethod
    def prepare(engine, tag):
        models = [
            chain('<userTask id="ask"/>', key=tag),
            chain('<userTask id="ask"/>', '<userTask id="then"/>', key=tag),
        ]
        old = engine.deploy(models[0]).definitions[0].id
        instance = engine.start(tag)
        new = engine.deploy(models[1]).definitions[0].id
        return {"instance": instance.id, "old": old, "new": new}

    @staticmethod
    def act(engine, tag, known):
        plan = engine.migrations.plan(known["old"], known["new"])
        engine.migrations.migrate(plan, known["instance"], idempotency_key=tag)

    @staticmethod
    def check(engine, tag, known):
        assert engine.instances.get(known["instance"]).version == 2
        assert _entries(engine, known["instance"], "migrate-instance") == 1
        assert _tasks(engine, known["instance"]) == ["ask"]


@_kind("piece of a batch")
class _Batch:
    @staticmethod
    def prepare(engine, tag):
        engine.deploy(chain('<userTask id="ask"/>', key=tag))
        ids = [engine.start(tag).id for _ in range(4)]
        return {"ids": ids, "batch": engine.batches.set_variables(ids, {"a": 1}).id}

    @staticmethod
    def act(engine, tag, known):
        engine.run_until_idle()

    @staticmethod
    def check(engine, tag, known):
        info = engine.batches.get(known["batch"])
        assert (info.state, info.done, info.failed) == ("completed", 4, 0)
        for instance_id in known["ids"]:
            assert _entries(engine, instance_id, "set-variables") == 1


@_kind("new batch")
class _NewBatch(_Batch):
    @staticmethod
    def prepare(engine, tag):
        engine.deploy(chain('<userTask id="ask"/>', key=tag))
        return {"ids": [engine.start(tag).id for _ in range(4)]}

    @staticmethod
    def act(engine, tag, known):
        engine.batches.create(
            "set-variables", known["ids"], {"variables": {"a": 1}}, idempotency_key=tag
        )
        engine.run_until_idle()

    @staticmethod
    def check(engine, tag, known):
        for instance_id in known["ids"]:
            assert _entries(engine, instance_id, "set-variables") == 1


@_kind("case transition")
class _Case:
    @staticmethod
    def prepare(engine, tag):
        engine.deploy(_CASE.format(tag=tag).encode())
        return {"case": engine.start(tag).id}

    @staticmethod
    def act(engine, tag, known):
        engine.cases.transition(known["case"], "complete", "ask", idempotency_key=tag)

    @staticmethod
    def check(engine, tag, known):
        assert _tasks(engine, known["case"]) == ["then"]
        assert _entries(engine, known["case"], "transition") == 1


@_kind("variables, suspended and terminated")
class _Terminate:
    @staticmethod
    def prepare(engine, tag):
        engine.deploy(chain('<userTask id="ask"/>', key=tag))
        return {"instance": engine.start(tag).id}

    @staticmethod
    def act(engine, tag, known):
        engine.instances.set_variables(
            known["instance"], {"a": 1}, idempotency_key=f"{tag} variables"
        )
        engine.instances.suspend(known["instance"], idempotency_key=f"{tag} suspend")
        engine.instances.terminate(known["instance"], idempotency_key=f"{tag} end")

    @staticmethod
    def check(engine, tag, known):
        assert _state(engine, known["instance"]) == "terminated"
        for command in ("set-variables", "suspend-instance", "terminate-instance"):
            assert _entries(engine, known["instance"], command) == 1


def do(engine: Engine, kind: str, tag: str, known: dict) -> None:
    """Does it as a caller does who does not know whether it was done: again, by the same key."""
    try:
        KINDS[kind].act(engine, tag, known)
    except NotFound as refusal:
        raise AssertionError(f"{kind} cannot be done again: {refusal}") from refusal

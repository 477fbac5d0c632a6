"""What can be done to many instances: for each kind, the steps for one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.correlation import Correlate
from trivium.engine.starting import Start
from trivium.errors import WrongState
from trivium.kernel import commands

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trivium.engine.areas.incidents import Incidents
    from trivium.engine.areas.instances import Instances

Arguments = dict[str, Any]


class Looking:
    """What the steps for an instance may need to know of it."""

    def __init__(self, instances: Instances, incidents: Incidents) -> None:
        self.instances = instances
        self.incidents = incidents


def steps_of(kind: str, arguments: Arguments, instance_id: str, looking: Looking) -> list[Any]:
    """The commands and operations to carry out for one instance.

    Raises:
        Refused: there is no such instance, or it is not in a state for this.
    """
    return _STEPS[kind](arguments, instance_id, looking)


def _plain(command: type) -> Callable[[Arguments, str, Looking], list[Any]]:
    def steps(arguments: Arguments, instance_id: str, looking: Looking) -> list[Any]:
        del looking
        return [command(instance_id=instance_id, **arguments)]

    return steps


def _modify(arguments: Arguments, instance_id: str, looking: Looking) -> list[Any]:
    del looking
    return [
        commands.ModifyInstance(
            instance_id=instance_id,
            instructions=_instructions(arguments),
            reason=arguments["reason"],
        )
    ]


def _resolve(arguments: Arguments, instance_id: str, looking: Looking) -> list[Any]:
    instance = looking.instances.get(instance_id)
    return [
        commands.ResolveIncident(incident_id=incident.id, **arguments)
        for incident in looking.incidents.query(instance.id, limit=1000)
        if incident.instance_id == instance.id
    ]


def _restart(arguments: Arguments, instance_id: str, looking: Looking) -> list[Any]:
    instance = looking.instances.get(instance_id)
    if instance.ended_at is None:
        raise WrongState(
            f"Expected the instance {instance_id} to have ended, but it is {instance.state}.",
            code="instance/not-ended",
            id=instance_id,
        )
    before = looking.instances.last_variables(instance_id, initial=arguments["initial_variables"])
    return [
        Start(
            instance.key,
            {**before, **arguments["variables"]},
            instance.business_key,
            instance.version,
            None,
            _instructions(arguments),
        )
    ]


def _correlate(arguments: Arguments, instance_id: str, looking: Looking) -> list[Any]:
    del looking
    return [Correlate(arguments["name"], variables=arguments["variables"], instance_id=instance_id)]


def _instructions(arguments: Arguments) -> tuple[commands.Modification, ...]:
    return tuple(commands.Modification(**each) for each in arguments["instructions"])


_STEPS: Mapping[str, Callable[[Arguments, str, Looking], list[Any]]] = {
    "terminate": _plain(commands.TerminateInstance),
    "suspend": _plain(commands.SuspendInstance),
    "resume": _plain(commands.ResumeInstance),
    "migrate": _plain(commands.MigrateInstance),
    "set-variables": _plain(commands.SetVariables),
    "modify": _modify,
    "resolve-incidents": _resolve,
    "restart": _restart,
    "correlate": _correlate,
}
KINDS = frozenset(_STEPS)

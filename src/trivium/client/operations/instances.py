"""Instances, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from trivium.client import shapes
from trivium.client.call import Call, Listing, given, segment


def list_instances(
    *,
    status: Literal["active", "suspended", "completed", "terminated"] | None = None,
    process_definition_key: str | None = None,
    process_definition_id: str | None = None,
    business_key: str | None = None,
    root_instance_id: str | None = None,
    roots_only: bool = False,
    sort: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing[shapes.InstancePage, shapes.Instance]:
    """List instances, the newest first.

    Refusals: `input/cursor`, `input/sort`.
    """
    return Listing(
        operation="listInstances",
        method="GET",
        path="/api/processes/instances",
        answer=shapes.InstancePage,
        query=given(
            status=status,
            process_definition_key=process_definition_key,
            process_definition_id=process_definition_id,
            business_key=business_key,
            root_instance_id=root_instance_id,
            roots_only=roots_only,
            sort=sort,
            limit=limit,
            cursor=cursor,
            count=count,
        ),
    )


def start_instance(
    *,
    process_definition_key: str | None = None,
    process_definition_id: str | None = None,
    version: int | None = None,
    business_key: str | None = None,
    start_event: str | None = None,
    variables: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
) -> Call[shapes.Instance]:
    """Start an instance; it has gone as far as it can when the answer comes.

    Refusals: `definition/not-found`, `definition/suspended`, `form/not-deployed`, `form/expression-
    failed`, `bpmn/no-none-start-event`, `bpmn/unknown-start-event`, `variable/wrong-type`,
    `form/invalid`.
    """
    return Call(
        operation="startInstance",
        method="POST",
        path="/api/processes/instances",
        answer=shapes.Instance,
        body=given(
            process_definition_key=process_definition_key,
            process_definition_id=process_definition_id,
            version=version,
            business_key=business_key,
            start_event=start_event,
            variables=variables,
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def get_instance(instance_id: str, *, plain: bool = True) -> Call[shapes.InstanceDetails]:
    """Get an instance, running or ended, with its variables, open activities and incidents.

    Refusals: `instance/not-found`.
    """
    return Call(
        operation="getInstance",
        method="GET",
        path=f"/api/processes/instances/{segment(instance_id)}",
        answer=shapes.InstanceDetails,
        query=given(plain=plain),
    )


def terminate_instance(
    instance_id: str, *, reason: str | None = None, idempotency_key: str | None = None
) -> Call[None]:
    """Terminate an instance with everything in it; its history stays.

    Refusals: `instance/not-found`, `instance/ended`.
    """
    return Call(
        operation="terminateInstance",
        method="DELETE",
        path=f"/api/processes/instances/{segment(instance_id)}",
        query=given(reason=reason),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def modify_instance(
    instance_id: str,
    *,
    instructions: Sequence[shapes.Instruction],
    reason: str | None = None,
    idempotency_key: str | None = None,
) -> Call[None]:
    """Move its tokens: cancel what is active, start before or after activities, or at flows.

    Refusals: `instance/not-found`, `instance/ended`, `case/not-a-process`, `modification/not-active`,
    `modification/several-scopes`, `modification/multi-instance-not-open`, `variable/wrong-type`,
    `modification/unknown-element`.
    """
    return Call(
        operation="modifyInstance",
        method="POST",
        path=f"/api/processes/instances/{segment(instance_id)}/modify",
        body=given(instructions=instructions, reason=reason),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def restart_instance(
    instance_id: str,
    *,
    instructions: Sequence[shapes.Instruction] | None = None,
    initial_variables: bool = False,
    variables: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
) -> Call[shapes.Instance]:
    """Start an ended instance again, as a new one of the same version.

    Refusals: `instance/not-found`, `instance/not-ended`, `case/not-a-process`, `definition/suspended`,
    `modification/multi-instance-not-open`, `modification/not-active`, `variable/wrong-type`, `bpmn/no-
    none-start-event`, `modification/unknown-element`.
    """
    return Call(
        operation="restartInstance",
        method="POST",
        path=f"/api/processes/instances/{segment(instance_id)}/restart",
        answer=shapes.Instance,
        body=given(
            instructions=instructions, initial_variables=initial_variables, variables=variables
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def suspend_instance(
    instance_id: str, *, suspended: bool, idempotency_key: str | None = None
) -> Call[None]:
    """Suspend an instance, so that nothing in it goes on, or resume it.

    Refusals: `instance/not-found`, `instance/ended`, `instance/suspended`, `instance/not-suspended`.
    """
    return Call(
        operation="suspendInstance",
        method="PUT",
        path=f"/api/processes/instances/{segment(instance_id)}/suspended",
        body=given(suspended=suspended),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def get_variables(
    instance_id: str, *, name: Sequence[str] | None = None, plain: bool = True
) -> Call[dict[str, Any]]:
    """Get the variables of an instance, large ones included; of an ended one as they were last.

    Refusals: `instance/not-found`.
    """
    return Call(
        operation="getVariables",
        method="GET",
        path=f"/api/processes/instances/{segment(instance_id)}/variables",
        answer=(dict[str, Any]),
        query=given(name=name, plain=plain),
    )


def set_variables(
    instance_id: str,
    *,
    variables: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
) -> Call[None]:
    """Set variables of an instance; others stay as they are.

    Refusals: `instance/not-found`, `instance/ended`, `instance/suspended`, `task/in-transition`,
    `variable/wrong-type`.
    """
    return Call(
        operation="setVariables",
        method="PUT",
        path=f"/api/processes/instances/{segment(instance_id)}/variables",
        body=given(variables=variables),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def get_variable(instance_id: str, name: str, *, plain: bool = True) -> Call[Any]:
    """Get one variable.

    Refusals: `instance/not-found`, `variable/not-found`.
    """
    return Call(
        operation="getVariable",
        method="GET",
        path=f"/api/processes/instances/{segment(instance_id)}/variables/{segment(name)}",
        answer=Any,
        query=given(plain=plain),
    )


def get_instance_tree(instance_id: str, *, plain: bool = True) -> Call[shapes.Tree]:
    """Show what is open, why each thing waits, and who or what releases it.

    Refusals: `instance/not-found`.
    """
    return Call(
        operation="getInstanceTree",
        method="GET",
        path=f"/api/processes/instances/{segment(instance_id)}/tree",
        answer=shapes.Tree,
        query=given(plain=plain),
    )


def get_instance_path(instance_id: str) -> Call[shapes.Path]:
    """Show the elements that an instance has been through, in order.

    Refusals: `instance/not-found`.
    """
    return Call(
        operation="getInstancePath",
        method="GET",
        path=f"/api/processes/instances/{segment(instance_id)}/path",
        answer=shapes.Path,
    )


def list_instance_activities(
    instance_id: str,
    *,
    activity_id: str | None = None,
    status: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
    whole_tree: bool = False,
) -> Listing[shapes.ActivityPage, shapes.Activity]:
    """List what an instance went through, each from its beginning to its end.

    Refusals: `instance/not-found`, `input/cursor`.
    """
    return Listing(
        operation="listInstanceActivities",
        method="GET",
        path=f"/api/processes/instances/{segment(instance_id)}/activities",
        answer=shapes.ActivityPage,
        query=given(
            activity_id=activity_id,
            status=status,
            limit=limit,
            cursor=cursor,
            whole_tree=whole_tree,
        ),
    )


def get_instance_history(
    instance_id: str, *, limit: int = 100, cursor: str | None = None
) -> Listing[shapes.HistoryPage, shapes.HistoryEntry]:
    """Read the journal: every command, and the events that it caused.

    Refusals: `instance/not-found`, `input/cursor`.
    """
    return Listing(
        operation="getInstanceHistory",
        method="GET",
        path=f"/api/processes/instances/{segment(instance_id)}/history",
        answer=shapes.HistoryPage,
        query=given(limit=limit, cursor=cursor),
    )


def get_instance_replay(
    instance_id: str, *, limit: int = 1000, cursor: str | None = None
) -> Listing[shapes.ReplayPage, shapes.ReplayedCommand]:
    """Read what each command did to the elements of an instance, to play it on its diagram.

    Refusals: `instance/not-found`, `input/cursor`.
    """
    return Listing(
        operation="getInstanceReplay",
        method="GET",
        path=f"/api/processes/instances/{segment(instance_id)}/replay",
        answer=shapes.ReplayPage,
        query=given(limit=limit, cursor=cursor),
    )


def get_instance_audit(
    instance_id: str, *, limit: int = 100, cursor: str | None = None
) -> Listing[shapes.AuditPage, shapes.AuditEntry]:
    """Read who did what, and when.

    Refusals: `instance/not-found`, `input/cursor`.
    """
    return Listing(
        operation="getInstanceAudit",
        method="GET",
        path=f"/api/processes/instances/{segment(instance_id)}/audit",
        answer=shapes.AuditPage,
        query=given(limit=limit, cursor=cursor),
    )


def get_instance_incidents(
    instance_id: str, *, limit: int = 50, cursor: str | None = None, count: bool = False
) -> Listing[shapes.IncidentPage, shapes.Incident]:
    """List open incidents of an instance and of those that it called.

    Refusals: `instance/not-found`, `input/cursor`.
    """
    return Listing(
        operation="getInstanceIncidents",
        method="GET",
        path=f"/api/processes/instances/{segment(instance_id)}/incidents",
        answer=shapes.IncidentPage,
        query=given(limit=limit, cursor=cursor, count=count),
    )

"""Incidents, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from trivium.client import shapes
from trivium.client.call import Call, Listing, given, segment


def list_incidents(
    *,
    process_instance_id: str | None = None,
    process_definition_key: str | None = None,
    incident_type: Literal[
        "failedJob",
        "failedExternalTask",
        "unhandledBpmnError",
        "conditionError",
        "failedInstruction",
    ]
    | None = None,
    status: Literal["open", "resolved", "deleted", "all"] = "open",
    assignee: str | None = None,
    code: str | None = None,
    activity_id: str | None = None,
    sort: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing[shapes.IncidentPage, shapes.Incident]:
    """List incidents, the oldest first; open ones unless another status is asked for.

    Refusals: `input/cursor`, `input/sort`.
    """
    return Listing(
        operation="listIncidents",
        method="GET",
        path="/api/processes/incidents",
        answer=shapes.IncidentPage,
        query=given(
            process_instance_id=process_instance_id,
            process_definition_key=process_definition_key,
            incident_type=incident_type,
            status=status,
            assignee=assignee,
            code=code,
            activity_id=activity_id,
            sort=sort,
            limit=limit,
            cursor=cursor,
            count=count,
        ),
    )


def list_incident_causes(
    *,
    process_definition_key: str | None = None,
    status: Literal["open", "resolved", "deleted", "all"] = "open",
    limit: int = 200,
) -> Call[shapes.Causes]:
    """Group incidents by code and element, the most frequent first, each with its newest incident."""
    return Call(
        operation="listIncidentCauses",
        method="GET",
        path="/api/processes/incidents/causes",
        answer=shapes.Causes,
        query=given(process_definition_key=process_definition_key, status=status, limit=limit),
    )


def get_incident(incident_id: str) -> Call[shapes.IncidentDetails]:
    """Get an incident, open or over, with all that was done about it.

    Refusals: `incident/not-found`.
    """
    return Call(
        operation="getIncident",
        method="GET",
        path=f"/api/processes/incidents/{segment(incident_id)}",
        answer=shapes.IncidentDetails,
    )


def retry_incident(
    incident_id: str,
    *,
    variables: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
) -> Call[None]:
    """Retry what failed, with corrected variables if they are given.

    Refusals: `incident/not-found`, `command/already-done`, `instance/suspended`, `variable/wrong-type`.
    """
    return Call(
        operation="retryIncident",
        method="POST",
        path=f"/api/processes/incidents/{segment(incident_id)}/retry",
        body=given(variables=variables),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def resolve_incident(
    incident_id: str,
    *,
    resolution_type: Literal["manual", "automatic", "retry", "skip", "modify", "abort"],
    resolution_message: str | None = None,
    transition_id: str | None = None,
    instructions: Sequence[shapes.Instruction] | None = None,
    variables: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
) -> Call[None]:
    """End an incident: by a retry, by hand, by skipping, modifying or aborting.

    Refusals: `incident/not-found`, `command/already-done`, `instance/suspended`, `incident/not-manual`,
    `incident/cannot-skip`, `task/in-transition`, `incident/flow-needed`, `modification/unknown-element`,
    `variable/wrong-type`.
    """
    return Call(
        operation="resolveIncident",
        method="POST",
        path=f"/api/processes/incidents/{segment(incident_id)}/resolve",
        body=given(
            resolution_type=resolution_type,
            resolution_message=resolution_message,
            transition_id=transition_id,
            instructions=instructions,
            variables=variables,
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def comment_incident(
    incident_id: str, *, message: str, idempotency_key: str | None = None
) -> Call[None]:
    """Say something of an open incident.

    Refusals: `incident/not-found`, `command/already-done`.
    """
    return Call(
        operation="commentIncident",
        method="POST",
        path=f"/api/processes/incidents/{segment(incident_id)}/comment",
        body=given(message=message),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def assign_incident(
    incident_id: str, *, to: str, message: str | None = None, idempotency_key: str | None = None
) -> Call[None]:
    """Give an open incident to somebody who is to end it.

    Refusals: `incident/not-found`, `command/already-done`.
    """
    return Call(
        operation="assignIncident",
        method="POST",
        path=f"/api/processes/incidents/{segment(incident_id)}/assign",
        body=given(to=to, message=message),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def escalate_incident(
    incident_id: str, *, to: str, message: str | None = None, idempotency_key: str | None = None
) -> Call[None]:
    """Take an open incident up to somebody.

    Refusals: `incident/not-found`, `command/already-done`.
    """
    return Call(
        operation="escalateIncident",
        method="POST",
        path=f"/api/processes/incidents/{segment(incident_id)}/escalate",
        body=given(to=to, message=message),
        takes_key=True,
        idempotency_key=idempotency_key,
    )

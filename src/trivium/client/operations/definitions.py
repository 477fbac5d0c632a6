"""Definitions, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from trivium.client import shapes
from trivium.client.call import Call, Listing, given, segment


def list_definitions(
    *,
    key: str | None = None,
    kind: Literal["process", "case", "decision"] | None = None,
    deployment_id: str | None = None,
    latest: bool = False,
    sort: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing[shapes.DefinitionPage, shapes.Definition]:
    """List definitions, by key and version.

    Refusals: `input/cursor`, `input/sort`.
    """
    return Listing(
        operation="listDefinitions",
        method="GET",
        path="/api/processes/definitions",
        answer=shapes.DefinitionPage,
        query=given(
            key=key,
            kind=kind,
            deployment_id=deployment_id,
            latest=latest,
            sort=sort,
            limit=limit,
            cursor=cursor,
            count=count,
        ),
    )


def deploy_definitions(
    models: Mapping[str, bytes], *, deployment_name: str | None = None
) -> Call[shapes.DeploymentAnswer]:
    """Deploy models: one as the body, or several as a form; what has not changed keeps its version.

    Refusals: `model/invalid`, `xml/not-well-formed`, `xml/doctype-refused`, `deployment/message-taken`,
    `http/empty-body`, `http/content-type`.
    """
    return Call(
        operation="deployDefinitions",
        method="POST",
        path="/api/processes/definitions",
        answer=shapes.DeploymentAnswer,
        query=given(deployment_name=deployment_name),
        files=models,
    )


def validate_definitions(models: Mapping[str, bytes]) -> Call[shapes.Validation]:
    """Check models without deploying them: all faults and doubts at once.

    Refusals: `xml/not-well-formed`, `xml/doctype-refused`, `http/empty-body`, `http/content-type`.
    """
    return Call(
        operation="validateDefinitions",
        method="POST",
        path="/api/processes/definitions/validate",
        answer=shapes.Validation,
        files=models,
    )


def get_definition(definition_id: str) -> Call[shapes.DefinitionDetails]:
    """Get a definition by id, or the newest version of a key.

    Refusals: `definition/not-found`.
    """
    return Call(
        operation="getDefinition",
        method="GET",
        path=f"/api/processes/definitions/{segment(definition_id)}",
        answer=shapes.DefinitionDetails,
    )


def update_definition(
    definition_id: str, models: Mapping[str, bytes]
) -> Call[shapes.DeploymentAnswer]:
    """Deploy a new version of a definition; running instances stay at theirs.

    Refusals: `model/invalid`, `xml/not-well-formed`, `xml/doctype-refused`, `definition/not-found`,
    `deployment/message-taken`, `http/empty-body`, `http/content-type`, `definition/other-key`.
    """
    return Call(
        operation="updateDefinition",
        method="PUT",
        path=f"/api/processes/definitions/{segment(definition_id)}",
        answer=shapes.DeploymentAnswer,
        files=models,
    )


def delete_definition(definition_id: str) -> Call[None]:
    """Delete a definition that has never had an instance.

    Refusals: `definition/not-found`, `definition/has-instances`.
    """
    return Call(
        operation="deleteDefinition",
        method="DELETE",
        path=f"/api/processes/definitions/{segment(definition_id)}",
    )


def roll_back_definition(definition_id: str) -> Call[shapes.DeploymentAnswer]:
    """Make an earlier version the newest again: its file is deployed once more.

    What else is in that file goes back with it; running instances stay at their versions.

    Refusals: `definition/not-found`, `definition/is-newest`, `deployment/message-taken`.
    """
    return Call(
        operation="rollBackDefinition",
        method="POST",
        path=f"/api/processes/definitions/{segment(definition_id)}/rollback",
        answer=shapes.DeploymentAnswer,
    )


def get_definition_xml(definition_id: str) -> Call[bytes]:
    """Get the file that a definition was deployed from.

    Refusals: `definition/not-found`.
    """
    return Call(
        operation="getDefinitionXml",
        method="GET",
        path=f"/api/processes/definitions/{segment(definition_id)}/xml",
        answer=bytes,
    )


def get_definition_diagram(definition_id: str) -> Call[bytes]:
    """Get the diagram of a BPMN model as a picture (SVG).

    Refusals: `definition/not-found`, `definition/no-diagram`.
    """
    return Call(
        operation="getDefinitionDiagram",
        method="GET",
        path=f"/api/processes/definitions/{segment(definition_id)}/diagram",
        answer=bytes,
    )


def get_start_form(definition_id: str) -> Call[shapes.StartForm]:
    """Get the form to fill in for a start.

    Refusals: `definition/not-found`.
    """
    return Call(
        operation="getStartForm",
        method="GET",
        path=f"/api/processes/definitions/{segment(definition_id)}/start-form",
        answer=shapes.StartForm,
    )


def get_definition_extensions(definition_id: str) -> Call[shapes.Extensions]:
    """Get what a model says in the words of its dialect and is only kept, its lanes, and its work.

    Refusals: `definition/not-found`.
    """
    return Call(
        operation="getDefinitionExtensions",
        method="GET",
        path=f"/api/processes/definitions/{segment(definition_id)}/extensions",
        answer=shapes.Extensions,
    )


def get_definition_statistics(definition_id: str) -> Call[shapes.DefinitionStatistics]:
    """Count tokens, tasks, jobs and incidents at each element, over all instances.

    Refusals: `definition/not-found`.
    """
    return Call(
        operation="getDefinitionStatistics",
        method="GET",
        path=f"/api/processes/definitions/{segment(definition_id)}/statistics",
        answer=shapes.DefinitionStatistics,
    )


def suspend_definition(
    definition_id: str, *, suspended: bool, idempotency_key: str | None = None
) -> Call[None]:
    """Forbid new instances of a definition, or allow them again.

    Refusals: `definition/not-found`.
    """
    return Call(
        operation="suspendDefinition",
        method="PUT",
        path=f"/api/processes/definitions/{segment(definition_id)}/suspended",
        body=given(suspended=suspended),
        takes_key=True,
        idempotency_key=idempotency_key,
    )

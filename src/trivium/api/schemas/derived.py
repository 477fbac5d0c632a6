"""Schemas of answers, made from the engine's own records so that they cannot drift apart."""

from __future__ import annotations

from typing import Any, get_type_hints

import msgspec
from pydantic import BaseModel, ConfigDict, create_model

from trivium.engine import infos


def model_of(record: type[msgspec.Struct], example: dict[str, Any]) -> type[BaseModel]:
    """The schema of a record, with an example."""
    hints = get_type_hints(record)
    fields: dict[str, Any] = {name: (hints[name], ...) for name in record.__struct_fields__}
    return create_model(
        record.__name__.removesuffix("Info"),
        __config__=ConfigDict(json_schema_extra={"example": example}),
        __doc__=record.__doc__,
        **fields,
    )


def page_of(item: type[BaseModel]) -> type[BaseModel]:
    """The schema of a list of these."""
    fields: dict[str, Any] = {
        "items": (list[item], ...),  # type: ignore[valid-type]  # made at run time
        "next_cursor": (str | None, ...),
        "total": (int | None, None),
    }
    return create_model(
        f"{item.__name__}Page",
        __doc__="A part of a list; ask for the next with its cursor.",
        **fields,
    )


_ID = "01a1fb4e-38b6-7000-85d7-a63630cad324"
_AT = "2026-11-20T23:32:49.974Z"

Definition = model_of(
    infos.DefinitionInfo,
    {
        "id": _ID,
        "kind": "process",
        "key": "invoice",
        "version": 1,
        "name": "Invoice approval",
        "version_tag": None,
        "deployment_id": _ID,
        "resource_name": "invoice.bpmn",
        "deployed_at": _AT,
        "is_latest": True,
        "is_suspended": False,
    },
)
Instance = model_of(
    infos.InstanceInfo,
    {
        "id": _ID,
        "root_id": _ID,
        "parent_id": None,
        "definition_id": _ID,
        "key": "invoice",
        "business_key": "INV-1",
        "state": "active",
        "started_at": _AT,
        "started_by": "mary",
        "ended_at": None,
    },
)
Task = model_of(
    infos.TaskInfo,
    {
        "id": _ID,
        "root_id": _ID,
        "instance_id": _ID,
        "element_id": "approve",
        "key": "invoice",
        "name": "Approve the invoice",
        "description": None,
        "assignee": None,
        "owner": None,
        "delegation": None,
        "candidate_users": [],
        "candidate_groups": ["accounting"],
        "priority": 50,
        "created_at": _AT,
        "due_at": None,
        "follow_up_at": None,
        "form": None,
    },
)
Job = model_of(
    infos.JobInfo,
    {
        "id": _ID,
        "root_id": _ID,
        "instance_id": _ID,
        "element_id": "charge",
        "kind": "work",
        "topic": "charge-card",
        "due_at": _AT,
        "priority": 0,
        "retries": 3,
        "error": None,
        "lease": 1,
        "lease_owner": "worker-1",
        "lease_until": _AT,
        "headers": {},
        "variables": {"amount": 1250},
    },
)
Incident = model_of(
    infos.IncidentInfo,
    {
        "id": _ID,
        "root_id": _ID,
        "instance_id": _ID,
        "element_id": "decide",
        "type": "failed-evaluation",
        "code": "bpmn/no-flow-taken",
        "message": "Expected a condition after `decide` to be true, but none of 2 is.",
        "created_at": _AT,
        "job_id": None,
    },
)
JournalEntry = model_of(
    infos.JournalEntry,
    {
        "seq": 1,
        "at": _AT,
        "actor": "mary",
        "command": {"command": "start-instance"},
        "events": [{"event": "passed", "element": "start", "scope": 1}],
    },
)
DefinitionPage = page_of(Definition)
InstancePage = page_of(Instance)
TaskPage = page_of(Task)
JobPage = page_of(Job)
IncidentPage = page_of(Incident)
JournalPage = page_of(JournalEntry)

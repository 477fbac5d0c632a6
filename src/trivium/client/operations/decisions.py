"""Decisions, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trivium.client import shapes
from trivium.client.call import Call, Listing, given, segment


def list_decisions(
    *,
    key: str | None = None,
    latest: bool = False,
    sort: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing[shapes.DefinitionPage, shapes.Definition]:
    """List deployed decisions, by key and version.

    Refusals: `input/cursor`, `input/sort`.
    """
    return Listing(
        operation="listDecisions",
        method="GET",
        path="/api/decisions/definitions",
        answer=shapes.DefinitionPage,
        query=given(key=key, latest=latest, sort=sort, limit=limit, cursor=cursor, count=count),
    )


def deploy_decisions(models: Mapping[str, bytes]) -> Call[shapes.DeploymentAnswer]:
    """Deploy DMN models: one as the body, or several as a form.

    Refusals: `model/invalid`, `xml/not-well-formed`, `http/empty-body`, `http/content-type`.
    """
    return Call(
        operation="deployDecisions",
        method="POST",
        path="/api/decisions/definitions",
        answer=shapes.DeploymentAnswer,
        files=models,
    )


def evaluate_decision(
    key: str, *, inputs: Mapping[str, Any] | None = None, version: int | None = None
) -> Call[shapes.DecisionResult]:
    """Evaluate a decision: its value, the rules that matched, and each decision below it.

    Refusals: `decision/unknown`, `feel/limit`, `variable/wrong-type`.
    """
    return Call(
        operation="evaluateDecision",
        method="POST",
        path=f"/api/decisions/{segment(key)}/evaluate",
        answer=shapes.DecisionResult,
        query=given(version=version),
        body=given(inputs=inputs),
    )


def test_decision(key: str, *, cases: Sequence[Mapping[str, Any]]) -> Call[shapes.CasesReport]:
    """Run a table of cases; nothing is kept.

    Refusals: `decision/unknown`, `feel/limit`, `dmn/invalid-case`.
    """
    return Call(
        operation="testDecision",
        method="POST",
        path=f"/api/decisions/{segment(key)}/test",
        answer=shapes.CasesReport,
        body=given(cases=cases),
    )


def get_decision_findings(key: str) -> Call[shapes.DecisionFindings]:
    """Say what is suspicious in a decision: gaps, overlaps, rules that never decide, with examples.

    Refusals: `decision/unknown`.
    """
    return Call(
        operation="getDecisionFindings",
        method="GET",
        path=f"/api/decisions/{segment(key)}/findings",
        answer=shapes.DecisionFindings,
    )


def get_decision_history(
    key: str, *, limit: int = 50, cursor: str | None = None
) -> Listing[shapes.EvaluationPage, shapes.Evaluation]:
    """List what a decision was asked by users and processes, the newest first.

    Refusals: `input/cursor`.
    """
    return Listing(
        operation="getDecisionHistory",
        method="GET",
        path=f"/api/decisions/{segment(key)}/history",
        answer=shapes.EvaluationPage,
        query=given(limit=limit, cursor=cursor),
    )

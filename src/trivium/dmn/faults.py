"""Findings about elements and their names, in words."""

from __future__ import annotations

from trivium.dmn.model import DrgElement
from trivium.errors import Finding, Severity


def unknown_reference(wanted: str, element: DrgElement) -> Finding:
    return Finding(
        "dmn/unknown-reference",
        f"Expected an element '{wanted}' but the model has none",
        element.name,
        element.line or None,
        "Correct the reference, or import the model that the element is in.",
    )


def wrong_requirement(wanted: str, element: DrgElement, expected: str) -> Finding:
    return Finding(
        "dmn/wrong-requirement",
        f"Expected '{wanted}' to be {expected}",
        element.name,
        element.line or None,
        "Use the requirement that fits the element.",
    )


def repeated_name(what: str, element: DrgElement) -> Finding:
    return Finding(
        "dmn/repeated-name",
        f"Expected an element of its own for the {what} but there are two",
        element.id or element.name,
        element.line or None,
        "Rename one of them.",
    )


def requirement_cycle(names: list[str], element: DrgElement) -> Finding:
    return Finding(
        "dmn/requirement-cycle",
        f"Expected decisions that do not require themselves but found {' → '.join(names)}",
        element.name,
        element.line or None,
        "Remove one of the requirements.",
    )


def unknown_name(element: str, name: str, line: int, severity: Severity = "error") -> Finding:
    return Finding(
        "dmn/unknown-name",
        f"Expected a requirement for the name '{name}' but there is none",
        element,
        line or None,
        "Draw the requirement from the element of that name, or correct the name.",
        severity,
    )


def undeclared_input(element: str, name: str, line: int) -> Finding:
    return Finding(
        "dmn/undeclared-input",
        f"Expected input data for the name '{name}' but there is none; it is taken from the inputs"
        " as it comes",
        element,
        line or None,
        "Add input data of that name and require it.",
        "warning",
    )


def output_as_name(element: str, name: str, decision: str, line: int) -> Finding:
    return Finding(
        "dmn/output-as-name",
        f"Expected the name of the decision '{decision}' but '{name}' is that of its output; it is"
        " taken for that, as Camunda 7 does",
        element,
        line or None,
        f"Write '{decision}', or name the decision '{name}'.",
        "warning",
    )

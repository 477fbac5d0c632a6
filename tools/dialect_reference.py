"""Writes `docs/reference/dialects.md` from the list that deployment is checked against."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from trivium.bpmn.vocabulary import TABLES, Fate, Term
from trivium.bpmn.vocabulary.places import FAMILIES

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "dialects.md"
_HEAD = """# Dialects

Written by `tools/dialect_reference.py` from `src/trivium/bpmn/vocabulary`, the list that every
deployment is checked against. Models drawn for Camunda 7 (`camunda:`), Flowable (`flowable:`), Activiti
(`activiti:`) and Camunda 8 (`zeebe:`) run as they are; nothing in them is passed over in silence. A
word is

* **executed**: it does here what it says there;
* **kept**: data for people and programs, read by `engine.definitions.extensions(id)`, by element;
* **without effect**: a warning (`bpmn/extension-without-effect`), since it changes nothing here, or
  nothing on that element;
* **refused**: an error with line and remedy (`bpmn/unsupported-extension`), since it would have an
  effect which nothing here has.

A word that is in none of the lists is a warning (`bpmn/unknown-extension`). Extensions in other
namespaces are kept in the file and mean nothing. `tests/bpmn/exercised.py` names the test of each word
that is executed. `trivium migrate-check DIR` says all this of a folder of models.

## Work
* **Java classes and beans** (`class`, `delegateExpression`) are names of Python handlers:
  `@engine.handler("com.example.Ship")`. A name that nobody answers to is a warning at deployment
  (`deployment/no-handler`); work that a minute later is still nobody's is an incident
  (`job/no-handler`). External workers may do it too.
* **Injected fields** are headers of the job, as text.
* **Connectors** are jobs whose topic is the connectorId; inputs are their variables, outputs are
  evaluated over what the worker gives. **Tasks of Flowable with a type** (`http`, `mail`, `shell` …)
  are jobs of that topic, their fields the headers.
* **Messages that are thrown** are sent by a handler or worker if the event says so (`taskDefinition`,
  `topic`, `class` …), and the event waits until they are; else the engine correlates them itself.
* **`errorEventDefinition`** of an external task is looked at when its work ends or fails;
  `externalTask` has `errorMessage`, `retries`, `activityId`, `processInstanceId`,
  `processDefinitionKey`.

## Lanes
Lanes are data (`engine.definitions.lanes(id)`). With `trivium:laneCandidates="true"` on the process, or
a property `laneCandidates` that is `true`, the innermost lane is the candidate group of user tasks in
it that have neither an assignee nor candidates. The namespace of `trivium:` is
`https://trivium.dev/schema/1.0/bpmn`.

"""
_TITLES = {
    "java": "Camunda 7, Flowable, Activiti",
    "zeebe": "Camunda 8",
    "bpmn": "BPMN's own",
}
_ANY = "anywhere"


def page() -> str:
    """The page."""
    return "\n".join([_HEAD.rstrip("\n") + "\n", *_tables()])


def _tables() -> Iterator[str]:
    for table, terms in TABLES.items():
        yield f"## {_TITLES[table]}\n\n| word | on | |\n|---|---|---|"
        for fate in Fate:
            for names, on, note in _rows([term for term in terms if term.fate is fate]):
                yield f"| {names} | {on} | **{fate.value}**{note} |"
        yield ""


def _rows(terms: list[Term]) -> Iterator[tuple[str, str, str]]:
    """Terms of one fate that differ in nothing but their names are one row."""
    grouped: dict[tuple[frozenset[str], str, frozenset[str]], list[str]] = {}
    for term in terms:
        key = (term.on, term.note or term.remedy, term.only)
        names = grouped.setdefault(key, [])
        if term.name not in names:
            names.append(term.name)
    for (on, note, only), names in grouped.items():
        shown = ", ".join(f"`{name.removeprefix('@')}`" for name in names)
        told = f"; {note}" if note else ""
        allowed = f" (unless {', '.join(sorted(only))})" if only else ""
        yield shown, _on(on), f"{allowed}{told}"


def _on(places: frozenset[str]) -> str:
    if not places:
        return _ANY
    left, found = set(places), []
    for name, family in FAMILIES.items():
        if family <= left:
            found.append(name)
            left -= family
    return ", ".join([*found, *(f"`{each}`" for each in sorted(left))])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

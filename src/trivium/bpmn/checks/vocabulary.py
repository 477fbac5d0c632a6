"""What a model says in words that nothing here does: refused, or said to have no effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trivium.bpmn.elements import ELEMENTS
from trivium.bpmn.elements.event_definitions import DEFINITIONS
from trivium.bpmn.names import BPMN
from trivium.bpmn.vocabulary import DIALECTS, PREFIXES, Fate, Term, find
from trivium.bpmn.vocabulary.places import SUB_PROCESSES
from trivium.bpmn.work import sends_by_work
from trivium.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.bpmn.compile import Compiler
    from trivium.kernel.graph import Definition
    from trivium.xml import Element

_ROOTS = frozenset(
    {"message", "signal", "error", "escalation", "correlationProperty", "extension", *DEFINITIONS}
)
_CALLABLE = frozenset(
    {"globalTask", "globalUserTask", "globalManualTask", "globalScriptTask"}
    | {"globalBusinessRuleTask"}
)
_THROWS = frozenset({"intermediateThrowEvent", "endEvent"})


_CONTAINERS = frozenset({"process", *SUB_PROCESSES})  # what is unknown in them is refused elsewhere
_EXECUTED = frozenset({*ELEMENTS, *DEFINITIONS})


class Word(NamedTuple):
    """An attribute or element in a model that one of the tables should know."""

    table: str
    name: str
    shown: str
    place: str
    owner: str | None
    xml: Element
    value: str | None
    term: Term | None
    is_known: bool

    @property
    def line(self) -> int | None:
        """Where it stands."""
        return self.xml.line


_Found = tuple["Element", str | None]


def check(definition: Definition, compiler: Compiler) -> None:
    """Looks at every word of a process."""
    for word in words(compiler.xml_of(definition.root)):
        _judge(word, compiler)
        if word.term is not None and word.term.fate is Fate.KEPT and word.table != "bpmn":
            _keep(word, definition)


def check_roots(root: Element, compiler: Compiler) -> None:
    """Looks at what stands beside processes and is referred to, and at the file itself."""
    for child in root.children:
        if child.namespace == BPMN and child.name in _CALLABLE:
            compiler.refuse(
                child,
                "bpmn/unsupported-element",
                f"Expected processes to call, but found `{child.name}`, which nobody can call here.",
                "Make it a process with this task.",
                warning=True,
            )
        if child.namespace == BPMN and child.name in _ROOTS:
            for word in words(child):
                _judge(word, compiler)
    for word in _attributes(root, "definitions", root.get("id")):
        if word.table != "bpmn":
            _judge(word, compiler)


def words(xml: Element, owner: str | None = None, parent: str = "") -> Iterator[Word]:
    """Every attribute and element of an element of BPMN, inside it too, that a table should know."""
    owner = xml.get("id") or owner
    is_caught = xml.name == "messageEventDefinition" and parent not in _THROWS
    place = f"caught {xml.name}" if is_caught else xml.name
    if place in _THROWS and sends_by_work(xml):
        place = "sendTask"  # that is what it is to the dialects
    yield from _attributes(xml, place, owner)
    for child in xml.children:
        if child.namespace == BPMN and child.name == "extensionElements":
            for each in child.children:
                yield from _extension(each, place, "", owner)
        elif child.namespace == BPMN:
            if child.name not in _EXECUTED and xml.name not in _CONTAINERS:
                yield _word("bpmn", (child.name,), child.name, xml.name, owner, (child, None))
            yield from words(child, owner, xml.name)
        elif child.namespace in DIALECTS:
            yield from _extension(child, place, "", owner)


def _attributes(xml: Element, place: str, owner: str | None) -> Iterator[Word]:
    for name, value in xml.attributes.items():
        namespace, _, local = name.rpartition("}")
        namespace = namespace.removeprefix("{")
        table = DIALECTS.get(namespace) if namespace else "bpmn"
        if table is not None:
            shown = f"{PREFIXES[namespace]}:{local}" if namespace else local
            where = place if namespace else xml.name
            yield _word(table, (f"@{local}",), shown, where, owner, (xml, value))


def _extension(xml: Element, place: str, parent: str, owner: str | None) -> Iterator[Word]:
    """An extension element, its attributes, and what is in it."""
    table = DIALECTS.get(xml.namespace)
    if table is None:
        return  # of a namespace that is none of ours: it is kept in the file, and means nothing here
    prefix = PREFIXES[xml.namespace]
    names = (f"{parent}/{xml.name}", xml.name)
    word = _word(table, names, f"{prefix}:{xml.name}", place, owner, (xml, xml.text))
    yield word
    if word.term is None or word.term.fate is Fate.REFUSED:
        return  # that says it all
    for name, value in xml.attributes.items():
        if not name.startswith("{"):
            shown = f"{prefix}:{xml.name} {name}"
            yield _word(table, (f"{xml.name}@{name}",), shown, place, owner, (xml, value))
    for child in xml.children:
        if child.namespace == BPMN:
            yield from words(child, owner, place)
        else:
            yield from _extension(child, place, xml.name, owner)


def _word(
    table: str, names: tuple[str, ...], shown: str, place: str, owner: str | None, found: _Found
) -> Word:
    is_known = False
    for name in names:
        term, known = find(table, name, place)
        is_known = is_known or bool(known)
        if term is not None:
            return Word(table, name, shown, place, owner, *found, term, is_known)
    return Word(table, names[-1], shown, place, owner, *found, None, is_known)


def _judge(word: Word, compiler: Compiler) -> None:
    term = word.term
    if term is None:
        compiler.findings.append(_without_effect(word) if word.is_known else _unknown(word))
    elif term.fate is Fate.IDLE:
        compiler.findings.append(_without_effect(word))
    elif term.fate is Fate.REFUSED and (word.value or "").strip() not in term.only:
        compiler.findings.append(
            Finding(
                "bpmn/unsupported-extension",
                f"Expected only what Trivium executes on `{word.owner or word.place}`, but found"
                f" {_quoted(word)}.",
                word.owner,
                word.line,
                term.remedy or "Remove it.",
            )
        )


def _quoted(word: Word) -> str:
    if "@" not in word.name or word.value is None:
        return f"`{word.shown}`"
    return f'`{word.shown}="{word.value}"`'


def _without_effect(word: Word) -> Finding:
    remedy = word.term.remedy if word.term is not None else "Remove it, or move it."
    return Finding(
        "bpmn/extension-without-effect",
        f"Expected `{word.shown}` where it has an effect, but it has none on this"
        f" {word.place} (`{word.owner or ''}`).",
        word.owner,
        word.line,
        remedy,
        "warning",
    )


def _unknown(word: Word) -> Finding:
    return Finding(
        "bpmn/unknown-extension",
        f"Expected a word that Trivium knows, but found `{word.shown}`; it is kept in the file and"
        " has no effect.",
        word.owner,
        word.line,
        "Remove it, or look for its spelling in docs/reference/dialects.md.",
        "warning",
    )


def _keep(word: Word, definition: Definition) -> None:
    """Data is readable by the id of its element."""
    found = definition.extensions.setdefault(word.owner or "", {})
    if word.xml.name == "property":
        name = word.xml.get("name")
        if word.name == "property" and name is not None:
            found.setdefault("properties", {})[name] = word.xml.get("value") or ""
    elif word.name.startswith("@"):
        found[word.name[1:]] = word.value
    elif "@" in word.name:
        element, _, attribute = word.name.partition("@")
        held = found.setdefault(element, {})
        if isinstance(held, dict):
            held[attribute] = word.value
    elif word.name != "properties" and not word.xml.children:
        text = (word.value or "").strip()
        found.setdefault(word.name, text if text or not word.xml.attributes else {})

"""Nothing of the standard that the reader accepts is ignored: its schema, the reader's list and the tests agree."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from tests.bpmn.standard import EXECUTED, KEPT, REFUSED, SCHEMA, WITHOUT_EFFECT
from tests.conformance.places import conformance_folder
from tests.conformance.scenarios import load

from trivium import bpmn
from trivium.bpmn.elements import ELEMENTS
from trivium.bpmn.elements.event_definitions import DEFINITIONS
from trivium.bpmn.names import BPMN
from trivium.bpmn.vocabulary import TABLES, Fate, find

_ROOT = Path(__file__).parents[2]
_PARTS = re.compile(r"^(\w+)(?:\((\w+)\))?:((?: .*)?(?:\n .*)*)$", re.MULTILINE)
_CLASSES = {name: (parent, words.split()) for name, parent, words in _PARTS.findall(SCHEMA)}
_ELEMENTS = sorted(name for name in _CLASSES if name[0].islower())
_SCENARIOS = {each.id: each for each in load(conformance_folder() / "bpmn", None)}
_IN_CONTAINERS = frozenset({"process", "subProcess", "transaction", "adHocSubProcess"})


def _family(name):
    """A class and all that it extends."""
    while name:
        yield name
        name = _CLASSES[name][0]


def _elements_of(name):
    return {each for each in _ELEMENTS if name in _family(each)}


def _written(owner, word):
    return f"{owner}{word}" if word.startswith("@") else f"{owner}/{word}"


def _fates():
    found = {}
    lists = {
        Fate.EXECUTED: " ".join(EXECUTED.values()),
        Fate.KEPT: KEPT,
        Fate.IDLE: WITHOUT_EFFECT,
        Fate.REFUSED: REFUSED,
    }
    for fate, text in lists.items():
        for word in text.split():
            found.setdefault(word, []).append(fate)
    return found


_FATES = _fates()


def test_every_word_of_the_schema_has_one_fate_and_there_are_no_others():
    words = {_written(name, word) for name, (_, words) in _CLASSES.items() for word in words}
    words |= set(_ELEMENTS)
    specific = {"dataObject@itemSubjectRef"}  # what it says is executed there alone
    assert words | specific == set(_FATES)
    assert not [word for word, fates in _FATES.items() if len(set(fates)) > 1]


def test_executable_elements_are_those_of_the_schema():
    executed = {*ELEMENTS, *DEFINITIONS}
    assert executed <= set(_ELEMENTS)
    assert executed == {name for name in executed if Fate.EXECUTED in _FATES[name]}


def _effective():
    """Each element with each of its words, its own and those of what it extends."""
    for element in _ELEMENTS:
        for owner in _family(element):
            for word in _CLASSES[owner][1]:
                own = _written(element, word)
                yield element, word, _FATES.get(own, _FATES[_written(owner, word)])[0]


@pytest.mark.parametrize(("element", "word", "fate"), list(_effective()))
def test_reader_knows_each_word_and_agrees(element, word, fate):
    term, _ = find("bpmn", word, element)
    if element in _IN_CONTAINERS and not word.startswith("@") and term is None:
        assert word in bpmn.elements.IGNORED  # of flow elements the compiler has its own list
    else:
        assert term is not None
        assert term.fate is fate


def test_reader_knows_no_word_that_the_schema_has_not():
    known = {(element, word) for element, word, _ in _effective()}
    beyond = {
        (element, term.name)
        for term in TABLES["bpmn"]
        for element in term.on
        if (element, term.name) not in known
    }
    assert not beyond


# -- what is said to exercise a word does


@cache
def _content(path):
    """What a model has: elements, and attributes and elements on them."""
    found = set()
    for xml in bpmn.read(path.read_bytes()).document.root.iter():
        if xml.namespace == BPMN:
            found.add(xml.name)
            found |= {f"{xml.name}@{name}" for name in xml.attributes}
            found |= {f"{xml.name}/{child.name}" for child in xml.children}
    return found


def _forms(word):
    """How a word may be written: on each element of its class."""
    owner, mark, name = re.fullmatch(r"(\w+?)(?:([@/])(\w+))?", word).groups()
    return {f"{each}{mark or ''}{name or ''}" for each in _elements_of(owner)}


@pytest.mark.parametrize(("evidence", "words"), EXECUTED.items())
def test_evidence_is_there_and_has_its_words(evidence, words):
    if evidence.startswith("scenario "):
        scenario = _SCENARIOS[evidence.partition(" ")[2]]
        content = set().union(*(_content(scenario.model(each)) for each in scenario.models))
        missing = [word for word in words.split() if not _forms(word) & content]
        assert not missing
        return
    file, _, name = evidence.partition("::")
    source = (_ROOT / file).read_text(encoding="utf-8")
    assert f"def {name}(" in source
    for word in words.split():
        assert re.search(rf"\b{re.split('[@/]', word)[-1]}\b", source), word

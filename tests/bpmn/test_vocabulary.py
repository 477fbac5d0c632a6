"""No word of a dialect is passed over in silence: the list of them is walked, and held to the reader."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tests.bpmn.exercised import EXERCISED
from tests.models import bpmn, chain
from tools import dialect_reference

from trivium.bpmn.vocabulary import TABLES, Fate
from trivium.errors import InvalidModel

_ROOT = Path(__file__).parents[2]
_PREFIX = {"java": "camunda", "zeebe": "zeebe", "bpmn": ""}
_TERMS = [(table, term) for table, terms in TABLES.items() for term in terms]


def _models():
    """How a model looks that has something on each element: `{0}` attributes, `{1}` inside."""
    tasks = {
        name: chain(f'<{name} id="x" {{0}}>{{1}}{inner}</{name}>')
        for name, inner in {
            "task": "",
            "manualTask": "",
            "userTask": "",
            "serviceTask": "",
            "sendTask": "",
            "receiveTask": "",
            "businessRuleTask": "",
            "scriptTask": "<script>1</script>",
            "subProcess": '<startEvent id="in"/>',
            "transaction": '<startEvent id="in"/>',
            "adHocSubProcess": '<userTask id="in"/>',
            "intermediateThrowEvent": "",
            "exclusiveGateway": "",
            "parallelGateway": "",
            "inclusiveGateway": "",
        }.items()
    }
    timer = "<timerEventDefinition {0}><timeDuration>PT1H</timeDuration></timerEventDefinition>"
    wait = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
    flow = '<sequenceFlow id="x" sourceRef="start" targetRef="end" {0}>{1}</sequenceFlow>'
    ends = '<startEvent id="start"/>{}<endEvent id="end"/>\nstart -> end'.format
    call = '<callActivity id="x" calledElement="c" {0}>{1}</callActivity>'
    loop = "<multiInstanceLoopCharacteristics {0}>{1}<loopCardinality>1</loopCardinality>"
    condition = "<conditionExpression {0}>true</conditionExpression>"
    return tasks | {
        "process": bpmn(ends("{1}")).replace(b"isExecutable", b"{0} isExecutable"),
        "startEvent": bpmn('<startEvent id="x" {0}>{1}</startEvent>'),
        "endEvent": bpmn('<startEvent id="s"/><endEvent id="x" {0}>{1}</endEvent>\ns -> x'),
        "intermediateCatchEvent": chain(
            f'<intermediateCatchEvent id="x" {{0}}>{{1}}{wait}</intermediateCatchEvent>'
        ),
        "boundaryEvent": bpmn(
            '<startEvent id="s"/><userTask id="u"/><boundaryEvent id="x" attachedToRef="u" {0}>{1}'
            + wait
            + "</boundaryEvent>\ns -> u"
        ),
        "callActivity": chain(call),
        "multiInstanceLoopCharacteristics": chain(
            f'<userTask id="x">{loop}</multiInstanceLoopCharacteristics></userTask>'
        ),
        "timerEventDefinition": chain(
            f'<intermediateCatchEvent id="x">{timer}</intermediateCatchEvent>'
        ),
        "errorEventDefinition": bpmn(
            '<startEvent id="s"/><userTask id="u"/><boundaryEvent id="x" attachedToRef="u">'
            "<errorEventDefinition {0}>{1}</errorEventDefinition></boundaryEvent>\ns -> u"
        ),
        "messageEventDefinition": chain(
            '<intermediateThrowEvent id="x"><messageEventDefinition messageRef="m" {0}>{1}</messageEventDefinition>'
            "</intermediateThrowEvent>",
            roots='<message id="m" name="m"/>',
        ),
        "signalEventDefinition": chain(
            '<intermediateThrowEvent id="x"><signalEventDefinition signalRef="m" {0}>{1}</signalEventDefinition>'
            "</intermediateThrowEvent>",
            roots='<signal id="m" name="m"/>',
        ),
        "conditionExpression": bpmn(
            '<startEvent id="start"/><exclusiveGateway id="g"/><endEvent id="end"/>'
            '<userTask id="other"/>'
            f'<sequenceFlow id="x" sourceRef="g" targetRef="end">{condition}</sequenceFlow>'
            "\nstart -> g\ng -> other : ${false}"
        ),
        "sequenceFlow": bpmn(f'<startEvent id="start"/><endEvent id="end"/>{flow}'),
    }


_MODELS = _models()
_BESIDES = {
    "executionListener": ' event="start" expression="${1}"',
    "taskListener": ' event="create" expression="${1}"',
}
"""What an element must say besides."""


def _places(term):
    """Where to try a term: on each of its elements that there is a model for."""
    return sorted(term.on & set(_MODELS)) if term.on else ["userTask"]


def _placed(table, term, place):
    prefix = _PREFIX[table]
    name, _, attribute = term.name.partition("@")
    qualified = f"{prefix}:" if prefix else ""
    attributes = f'{qualified}{attribute}="v"' if not name else ""
    inside = ""
    if name:
        outer, _, inner = name.rpartition("/")
        said = f' {attribute}="v"' if attribute else ""
        said += _BESIDES.get(inner, "") if table == "java" else ""
        inside = f"<{qualified}{inner}{said}>v</{qualified}{inner}>"
        if outer:
            inside = f"<{qualified}{outer}>{inside}</{qualified}{outer}>"
        inside = f"<extensionElements>{inside}</extensionElements>"
        if table == "bpmn":
            inside = f"<{name}/>"
    model = _MODELS[place].decode()
    return model.replace("{0}", attributes).replace("{1}", inside).encode()


def _of(*fates):
    return [
        pytest.param(table, term, place, id=f"{table}-{term.name}-{place}")
        for table, term in _TERMS
        if term.fate in fates
        for place in _places(term)
        if not (table == "bpmn" and "@" not in term.name)
    ]


def _findings(engine, model):
    try:
        return engine.deploy(model).findings
    except InvalidModel as error:
        return error.findings


@pytest.mark.parametrize(("table", "term", "place"), _of(Fate.REFUSED))
def test_what_is_refused_says_where_and_what_to_do(engine, table, term, place):
    found = _findings(engine, _placed(table, term, place))
    mine = [each for each in found if each.code == "bpmn/unsupported-extension"]
    assert mine, found
    assert all(each.severity == "error" and each.line and each.remedy for each in mine)
    assert mine[0].element in {"x", "p"}
    assert re.split("[@/]", term.name)[-1] in mine[0].message


@pytest.mark.parametrize(("table", "term", "place"), _of(Fate.IDLE))
def test_what_has_no_effect_says_so(engine, table, term, place):
    found = _findings(engine, _placed(table, term, place))
    mine = [each for each in found if each.code == "bpmn/extension-without-effect"]
    assert mine, found
    assert all(each.severity == "warning" and each.line and each.remedy for each in mine)
    assert mine[0].element == "x"


@pytest.mark.parametrize(("table", "term", "place"), _of(Fate.KEPT))
def test_what_is_kept_can_be_read(engine, table, term, place):
    if table == "bpmn":
        model = _placed(table, term, place)
        assert not [each for each in _findings(engine, model) if "extension" in each.code]
        return
    deployed = engine.deploy(_placed(table, term, place))
    assert not [each for each in deployed.findings if "extension" in each.code]
    kept = engine.definitions.extensions(deployed.definitions[0].id)
    said = kept.get("p" if place == "process" else "x", {})
    name, _, attribute = term.name.rpartition("/")[2].partition("@")
    if name in {"properties", "property"}:
        return  # see test_properties_can_be_read
    assert (said[name] if name else said[attribute]) in ("v", {attribute: "v"})


def test_properties_can_be_read(engine):
    for prefix in ("camunda", "zeebe"):
        inside = (
            f'<extensionElements><{prefix}:properties><{prefix}:property name="a" value="1"/>'
            f"</{prefix}:properties></extensionElements>"
        )
        deployed = engine.deploy(chain(f'<userTask id="x">{inside}</userTask>', key=prefix))
        kept = engine.definitions.extensions(deployed.definitions[0].id)
        assert kept["x"]["properties"] == {"a": "1"}


def test_word_that_nobody_knows_is_told(engine):
    for said, place in (
        ('camunda:asignee="bob"', ""),
        ("", "<extensionElements><zeebe:taskDefinitio/></extensionElements>"),
        (
            "",
            '<extensionElements><camunda:in sorce="a" source="a" target="b"/></extensionElements>',
        ),
        ('odd="1"', ""),
        ("", "<oddity/>"),
    ):
        kind = "callActivity" if "camunda:in" in place else "userTask"
        model = _MODELS[kind].decode().replace("{0}", said).replace("{1}", place).encode()
        (finding,) = _findings(engine, model)
        assert (finding.code, finding.severity) == ("bpmn/unknown-extension", "warning")
        assert (finding.element, finding.line) == ("x", 1)


def test_word_on_the_wrong_element_is_told(engine):
    model = _MODELS["serviceTask"].replace(b"{0}", b'camunda:assignee="bob"').replace(b"{1}", b"")
    (finding,) = _findings(engine, model)
    assert (finding.code, finding.element) == ("bpmn/extension-without-effect", "x")


def test_words_on_roots_are_looked_at_too(engine):
    model = chain('<userTask id="x"/>', roots='<message id="m" name="m" camunda:odd="1"/>')
    (finding,) = _findings(engine, model)
    assert (finding.code, finding.element) == ("bpmn/unknown-extension", "m")


# -- the list itself


def _read_by_the_reader():
    """Every name that the code asks a dialect for, with the table that should know it."""
    asks = {"attribute": "java", "flag": "java", "names": "java", "zeebe": "zeebe"}
    asks |= {"extension": "java", "all_extensions": "java"}
    for path in (_ROOT / "src/trivium/bpmn").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            is_dialect = isinstance(node.func.value, ast.Name) and node.func.value.id == "dialect"
            if is_dialect and node.func.attr in asks and len(node.args) > 1:
                name = node.args[1]
                if isinstance(name, ast.Constant):
                    mark = "@" if node.func.attr in {"attribute", "flag", "names"} else ""
                    yield asks[node.func.attr], f"{mark}{name.value}", path.name


def test_reader_asks_for_nothing_that_the_list_does_not_know():
    known = {(table, term.name) for table, term in _TERMS}
    known |= {(table, term.name.rpartition("/")[2]) for table, term in _TERMS}
    unknown = {each for each in _read_by_the_reader() if each[:2] not in known}
    assert not unknown


def test_reader_asks_for_every_attribute_that_is_said_to_be_executed():
    """What stands as executed is named somewhere in the reader's code, not in the list alone."""
    own = (_ROOT / "src/trivium/bpmn").rglob("*.py")
    shared = _ROOT / "src/trivium/kernel/forms.py"  # cases have forms as well
    source = "".join(
        path.read_text(encoding="utf-8") for path in (*own, shared) if "vocabulary" not in str(path)
    )
    missing = {
        term.name
        for table, term in _TERMS
        if term.fate is Fate.EXECUTED and table != "bpmn"
        if f'"{re.split("[@/]", term.name)[-1]}"' not in source
    }
    assert not missing - {"validation", "constraint", "header", "constraint@config"}


def test_every_word_that_is_executed_has_its_test():
    for table, tests in EXERCISED.items():
        listed = {word for words in tests.values() for word in words.split()}
        executed = {t.name for t in TABLES[table] if t.fate is Fate.EXECUTED}
        assert executed == listed, (executed - listed, listed - executed)


@pytest.mark.parametrize(
    ("test", "words"), [each for tests in EXERCISED.values() for each in tests.items()]
)
def test_tests_that_are_named_are_there_and_hold_their_words(test, words):
    file, _, name = test.partition("::")
    source = (_ROOT / file).read_text(encoding="utf-8")
    assert f"def {name}(" in source
    for word in words.split():
        assert re.search(rf"\b{re.split('[@/]', word)[-1]}\b", source), word


def test_page_of_the_dialects_is_up_to_date():
    written = dialect_reference.PAGE.read_text(encoding="utf-8")
    assert written == dialect_reference.page(), "run `make docs`"

"""Warnings about the flow of a model."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from tests.models import bpmn

from trivium import bpmn as notation

_EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.bpmn"))


def _found(body):
    _, findings = notation.compile_source(notation.read(bpmn(body)))
    return [(f.code.removeprefix("soundness/"), f.element) for f in findings]


_SPLIT = """<startEvent id="start"/><{split} id="split" {default}/><userTask id="a"/><userTask id="b"/>
<{join} id="join"/><endEvent id="end"/>
start -> split
split -> a{condition}
split -> b
a -> join
b -> join
join -> end"""


def _block(split, join):
    chooses = split != "parallelGateway"
    return _SPLIT.format(
        split=split,
        join=join,
        default='default="split-b"' if chooses else "",
        condition=" : x" if chooses else "",
    )


@pytest.mark.parametrize("kind", ["parallelGateway", "exclusiveGateway", "inclusiveGateway"])
def test_split_and_join_of_one_kind_are_sound(kind):
    assert _found(_block(kind, kind)) == []


def test_join_of_what_an_exclusive_gateway_has_split_never_completes():
    assert _found(_block("exclusiveGateway", "parallelGateway")) == [
        ("join-never-completes", "join")
    ]


def test_join_after_an_inclusive_split_may_wait_for_ever():
    body = _block("inclusiveGateway", "parallelGateway").replace('default="split-b"', "")
    model = bpmn(body.replace("split -> b", "split -> b : y"))
    _, findings = notation.compile_source(notation.read(model))
    _, finding = findings
    assert [each.code for each in findings] == ["soundness/no-default", "soundness/may-deadlock"]
    assert "when `split` goes to b, none comes from a" in finding.message
    assert (finding.element, finding.severity) == ("join", "warning")
    assert finding.line


def test_branch_that_may_go_elsewhere_is_missed_at_the_join():
    body = """<startEvent id="start"/><parallelGateway id="fork"/><userTask id="a"/>
<exclusiveGateway id="choice" default="choice-end"/><userTask id="b"/><parallelGateway id="join"/>
<endEvent id="end"/><endEvent id="done"/>
start -> fork
fork -> a
fork -> choice
choice -> b : x
choice -> end
a -> join
b -> join
join -> done"""
    assert _found(body) == [("may-deadlock", "join")]
    assert (
        _found(
            body.replace(
                '<endEvent id="end"/>', '<endEvent id="end"><terminateEventDefinition/></endEvent>'
            )
        )
        == []
    )


def test_boundary_event_may_take_a_token_that_a_join_waits_for():
    body = """<startEvent id="start"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/>
<boundaryEvent id="late" attachedToRef="b" {attributes}><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
<parallelGateway id="join"/><endEvent id="end"/><endEvent id="gone"/>
start -> fork
fork -> a
fork -> b
a -> join
b -> join
late -> gone
join -> end"""
    assert _found(body.format(attributes="")) == [("may-deadlock", "join")]
    assert _found(body.format(attributes='cancelActivity="false"')) == []


def test_one_decision_is_told_though_others_are_taken_beside_it():
    late = (
        '<boundaryEvent id="late{0}" attachedToRef="{0}"><timerEventDefinition><timeDuration>PT1H'
        '</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="gone{0}"/>'
    )
    body = f"""<startEvent id="start"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/>
{late.format("a")}{late.format("b")}<parallelGateway id="join"/><endEvent id="end"/>
start -> fork
fork -> a
fork -> b
a -> join
b -> join
latea -> gonea
lateb -> goneb
join -> end"""
    assert _found(body) == [("may-deadlock", "join")]


def test_decisions_that_depend_on_each_other_are_not_told():
    """Two decisions would have to disagree; whether they can, nobody sees here."""
    body = """<startEvent id="start"/><inclusiveGateway id="one" default="one-a"/><task id="a"/>
<exclusiveGateway id="two" default="two-join"/><exclusiveGateway id="three" default="three-join"/>
<parallelGateway id="join"/><endEvent id="end"/><endEvent id="other"/><endEvent id="another"/>
<parallelGateway id="fork"/>
start -> fork
fork -> two
fork -> three
two -> other : x
two -> join
three -> another : x
three -> join
join -> end""".replace('<inclusiveGateway id="one" default="one-a"/><task id="a"/>\n', "")
    assert _found(body) == []


def test_element_that_nothing_leads_to_is_told_once_for_what_follows():
    body = """<startEvent id="start"/><endEvent id="end"/><userTask id="lost"/><userTask id="too"/>
start -> end
lost -> too"""
    assert _found(body) == [("unreachable", "lost")]


def test_handlers_and_event_sub_processes_need_no_flow():
    body = """<startEvent id="start"/><userTask id="work"/><userTask id="undo" isForCompensation="true"/>
<boundaryEvent id="c" attachedToRef="work"><compensateEventDefinition/></boundaryEvent>
<association id="x" sourceRef="c" targetRef="undo"/>
<subProcess id="handler" triggeredByEvent="true"><startEvent id="on"><errorEventDefinition/></startEvent></subProcess>
<intermediateThrowEvent id="jump"><linkEventDefinition name="l"/></intermediateThrowEvent>
<intermediateCatchEvent id="land"><linkEventDefinition name="l"/></intermediateCatchEvent>
<endEvent id="end"/>
start -> work
work -> jump
land -> end"""
    assert _found(body) == []


def test_loop_that_nothing_leaves_is_told_at_its_entry():
    body = """<startEvent id="start"/><exclusiveGateway id="again"/><userTask id="a"/><userTask id="b"/>
start -> again
again -> a
a -> b
b -> again"""
    assert _found(body) == [("endless-loop", "again")]
    boundary = """
<boundaryEvent id="stop" attachedToRef="a"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>"""
    assert _found(body.replace("\nstart ->", f"{boundary}\nstart ->")) == []


@pytest.mark.parametrize(
    ("first", "second", "is_told"),
    [
        ("x", "y", True),
        ('status = "a"', 'status = "b"', True),
        ("${x}", "${!x}", False),
        ("x", "not(x)", False),
        ("${amount > 10}", "${amount <= 10}", False),
        ("amount >= 10", "amount < 10", False),
        ("${a == b}", "${a != b}", False),
        ("x = true", "x = false", False),
        ("true", "y", False),
    ],
)
def test_missing_default_is_told_unless_the_conditions_are_opposites(first, second, is_told):
    body = f"""<startEvent id="start"/><exclusiveGateway id="choice"/><endEvent id="a"/><endEvent id="b"/>
start -> choice
choice -> a : {first}
choice -> b : {second}"""
    assert _found(body) == ([("no-default", "choice")] if is_told else [])


def test_large_models_are_looked_at_quickly():
    lines, ids = ['<startEvent id="start"/>'], ["start"]
    flows = []
    for number in range(80):
        kind = "parallelGateway" if number % 3 == 0 else "exclusiveGateway"
        default = "" if kind == "parallelGateway" else f'default="s{number}-b{number}"'
        lines += [
            f'<{kind} id="s{number}" {default}/><task id="a{number}"/><task id="b{number}"/><{kind} id="j{number}"/>'
        ]
        condition = "" if kind == "parallelGateway" else " : x"
        flows += [
            f"s{number} -> a{number}{condition}",
            f"s{number} -> b{number}",
            f"a{number} -> j{number}",
            f"b{number} -> j{number}",
        ]
        ids += [f"s{number}", f"j{number}"]
    lines.append('<endEvent id="end"/>')
    flows += [f"{a} -> {b}" for a, b in pairwise([*ids, "end"]) if a[0] != "s" or a == "start"]
    begun = time.process_time()
    assert _found("\n".join(lines + flows)) == []
    assert time.process_time() - begun < 20  # ten times what it takes


@pytest.mark.parametrize("path", _EXAMPLES, ids=lambda path: path.stem)
def test_our_examples_are_sound(path):
    _, findings = notation.compile_source(notation.read(path.read_bytes()))
    assert findings == []


def test_conditional_event_that_sets_off_itself_is_told():
    body = """<startEvent id="s"/><userTask id="u"/><subProcess id="sub" triggeredByEvent="true">
<startEvent id="on" isInterrupting="{}"><conditionalEventDefinition><condition>n = 1</condition>
</conditionalEventDefinition></startEvent><scriptTask id="x" camunda:resultVariable="{}"><script>1</script>
</scriptTask>
on -> x
</subProcess>
s -> u"""
    assert _found(body.format("false", "n")) == [("triggers-itself", "on")]
    assert _found(body.format("false", "m")) == []
    assert _found(body.format("true", "n")) == []


def _activated(condition, split="parallelGateway", more=""):
    chooses = split != "parallelGateway"
    return f"""<startEvent id="start"/><{split} id="split" {'default="split-b"' if chooses else ""}/>
<userTask id="a"/><userTask id="b"/><userTask id="c"/><userTask id="after"/>
<complexGateway id="join"><activationCondition>{condition}</activationCondition></complexGateway>{more}
start -> split
split -> a{" : x" if chooses else ""}
split -> b
split -> c{" : y" if chooses else ""}
a -> join
b -> join
c -> join
join -> after"""


_NEVER = [("join-never-completes", "join")]


@pytest.mark.parametrize(
    ("condition", "split", "found"),
    [
        ("activationCount &gt;= 3", "parallelGateway", []),
        ("activationCount &gt;= 4", "parallelGateway", _NEVER),
        ("false", "parallelGateway", _NEVER),
        ("activationCount &gt;= 2", "exclusiveGateway", _NEVER),
        ("activationCount &gt;= 1", "exclusiveGateway", []),
        ("activationCount &gt;= 2", "inclusiveGateway", [("may-deadlock", "join")]),
        ("activationCount &gt;= 4", "inclusiveGateway", _NEVER),
        ("activationCount &gt;= needed", "exclusiveGateway", []),  # data, which nobody knows here
        ("activationCount = 7", "parallelGateway", _NEVER),
        ("activationCount = 1", "parallelGateway", []),  # the order of the tokens decides
        ("${activationCount &gt;= 4}", "parallelGateway", _NEVER),
    ],
)
def test_complex_gateway_that_no_tokens_activate_is_told(condition, split, found):
    assert _found(_activated(condition, split)) == found


def test_complex_gateway_that_one_decision_keeps_from_going_on_is_told():
    body = """<startEvent id="start"/><parallelGateway id="split"/><userTask id="a"/><userTask id="b"/>
<exclusiveGateway id="choice" default="choice-end"/><endEvent id="end"/><userTask id="after"/>
<complexGateway id="join"><activationCondition>activationCount = 2</activationCondition></complexGateway>
start -> split
split -> a
split -> b
b -> choice
choice -> join : x
choice -> end
a -> join
join -> after"""
    _, (finding,) = notation.compile_source(notation.read(bpmn(body)))
    assert (finding.code, finding.element) == ("soundness/may-deadlock", "join")
    assert "when `choice` goes to end" in finding.message


def test_parallel_join_beside_a_complex_gateway_is_looked_at():
    more = '<parallelGateway id="last"/><endEvent id="end"/>'
    body = _activated("activationCount &gt;= 2", more=more).replace(
        '<userTask id="c"/>',
        '<userTask id="c"/><exclusiveGateway id="choice" default="choice-join"/>',
    )
    body = body.replace("c -> join", "c -> choice\nchoice -> join\nchoice -> last : x")
    assert _found(body + "\nafter -> last\nlast -> end") == [("may-deadlock", "last")]


def test_complex_gateway_that_tokens_come_to_again_is_left_out():
    more = '<exclusiveGateway id="again" default="again-end"/><endEvent id="end"/>'
    body = _activated("activationCount &gt;= 4", more=more)
    assert _found(f"{body}\nafter -> again\nagain -> split : z\nagain -> end") == []


def test_complex_gateway_without_a_default_is_told():
    body = """<startEvent id="start"/><complexGateway id="g"/><userTask id="a"/><userTask id="b"/>
start -> g
g -> a : x
g -> b : y"""
    assert _found(body) == [("no-default", "g")]
    assert _found(body.replace(": y", ": not(waitingForStart)")) == []

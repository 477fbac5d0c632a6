"""Models run in memory."""

from __future__ import annotations

from tests.models import bpmn, chain

_ROOTS = '<message id="m" name="paid"/>'
_CAUGHT = '<intermediateCatchEvent id="wait"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
_TIMER = (
    '<intermediateCatchEvent id="later"><timerEventDefinition><timeDuration>P3D</timeDuration>'
    "</timerEventDefinition></intermediateCatchEvent>"
)


def _answers(tmp_path, text):
    path = tmp_path / "answers.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_time_leaps_where_only_a_timer_waits(program, model):
    said = program("run", model(chain(_TIMER)))
    assert "… 3 days, 0:00:00 later" in said
    assert "p is completed" in said


def test_message_is_sent_from_the_answers_or_if_wanted(program, model, tmp_path):
    path = model(chain(_CAUGHT, roots=_ROOTS))
    answers = _answers(tmp_path, '{"wait": {"amount": 5}}')
    assert "amount = 5" in program("run", path, "--answers", answers)
    said = program("run", path, stdin="y\namount=7 note='all well'\n")
    assert "send the message paid?" in said
    assert 'note   = "all well"' in said


def test_what_nobody_releases_is_told_and_is_exit_code_2(program, model, tmp_path):
    path = model(chain(_CAUGHT, roots=_ROOTS))
    said = program("run", path, "--answers", _answers(tmp_path, "{}"), expected=2)
    assert "waits for a message" in said
    assert "p is active" in said


def test_answers_in_a_list_serve_one_after_the_other(program, model, tmp_path, asked):
    loop = bpmn(
        '<startEvent id="start"/><userTask id="ask"/><exclusiveGateway id="choose" default="back"/>'
        '<endEvent id="end"/><sequenceFlow id="back" sourceRef="choose" targetRef="ask"/>\n'
        "start -> ask\nask -> choose\nchoose -> end : done"
    )
    answers = _answers(tmp_path, '{"ask": [{"done": false}, {"done": false}, {"done": true}]}')
    found = asked("run", model(loop), "--answers", answers)
    assert found["tree"]["path"].count("ask") == 3
    assert found["tree"]["instance"]["state"] == "completed"


def test_task_with_a_timer_may_wait_until_it_fires(program, model):
    late = bpmn(
        '<startEvent id="start"/><userTask id="ask"/><endEvent id="end"/>'
        '<boundaryEvent id="late" attachedToRef="ask"><timerEventDefinition>'
        "<timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>"
        '<endEvent id="expired"/>\nstart -> ask\nask -> end\nlate -> expired'
    )
    said = program("run", model(late), stdin="n\n")
    assert "complete it now?" in said
    assert "1:00:00 later" in said


def test_incident_ends_the_run_with_its_reason(program, model):
    script = '<scriptTask id="calc" scriptFormat="feel"><script>1 +</script></scriptTask>'
    assert "calc" in program("run", model(chain(script)), expected=2)
    failing = bpmn(
        '<startEvent id="start"/><exclusiveGateway id="choose"/><endEvent id="end"/>'
        '<endEvent id="never"/>\nstart -> choose\nchoose -> end : x > 1\nchoose -> never : x > 2'
    )
    assert "choose has failed" in program("run", model(failing), expected=2)


def test_process_of_several_is_chosen_by_its_key(program, model):
    two = chain(key="a").replace(b"</definitions>", b"") + chain(key="b").partition(b"<process")[
        2
    ].join([b"<process", b""])
    path = model(two)
    assert "Choose one with --key" in program("run", path, expected=2)
    assert "b is completed" in program("run", path, "--key", "b")

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivium.errors import InvalidModel
from trivium.work.notifications.kinds import KINDS, LANGUAGES, NAMES
from trivium.work.notifications.template import LONGEST, fault_of, filled, line
from trivium.work.notifications.templates import read_template, template_data

_INJECTIONS = (
    "{{ task.__class__.__mro__ }}",
    "{{task.upper()}}",
    "{{ ''.__class__ }}",
    "{% for i in range(1000000000) %}x{% endfor %}",
    "{{ 'x' * 1000000000 }}",
    "{{config}}",
    "{{self}}",
    "{{#task}}",
    "{{/task}}",
    "{{#task}}{{#due}}{{/task}}{{/due}}",
    "{{ task",
    "task }}",
    "{{}}",
    "{{TASK}}",
)


@pytest.mark.parametrize("text", [text for text in _INJECTIONS if "{%" not in text])
def test_what_is_no_name_is_refused(text):
    with pytest.raises(InvalidModel) as refusal:
        read_template({"key": "task-assigned.en", "subject": "New", "text": text})
    assert refusal.value.findings[0].code == "notification/template"


@pytest.mark.parametrize("text", _INJECTIONS)
def test_what_values_say_is_no_template(text):
    assert filled("{{task}}", {"task": text}) == text


def test_other_languages_of_templates_are_plain_text():
    assert fault_of("{% for i in x %}", NAMES) is None
    assert filled("{% for i in x %}${task}", {"task": "no"}) == "{% for i in x %}${task}"


def test_parts_stand_where_their_value_is_there():
    text = "{{task}}{{#due}}, due {{due}}{{^by}} from nobody{{/by}}{{/due}}{{^due}}.{{/due}}"
    assert filled(text, {"task": "A", "due": "now"}) == "A, due now from nobody"
    assert filled(text, {"task": "A", "due": "now", "by": "eva"}) == "A, due now"
    assert filled(text, {"task": "A"}) == "A."


def test_templates_and_values_have_a_size():
    assert fault_of("x" * (LONGEST + 1), NAMES) is not None
    most = LONGEST // len("{{text}}")
    assert len(filled("{{text}}" * most, {"text": "y" * 1_000_000})) <= 2_000 * most


@given(st.text(), st.dictionaries(st.sampled_from(sorted(NAMES)), st.text()))
def test_whatever_has_no_fault_can_be_filled(text, values):
    if fault_of(text, NAMES) is None:
        filled(text, values)


@given(st.text())
def test_line_is_one(text):
    found = line(text)
    assert found.isprintable()
    assert len(found) <= 200


def test_built_in_texts_have_no_faults():
    for kind in KINDS.values():
        assert set(kind.texts) == set(LANGUAGES)
        for subject, text in kind.texts.values():
            assert fault_of(subject, NAMES) is None
            assert fault_of(text, NAMES) is None


def test_templates_are_known_by_kind_and_language():
    data = {"key": "mention.fr", "subject": "Vous", "text": "{{by}}"}
    template = read_template(data)
    assert (template.kind, template.language) == ("mention", "fr")
    assert template_data(template) == data


@pytest.mark.parametrize(
    "data",
    [
        {"key": "mention", "subject": "a", "text": "b"},
        {"key": "nothing.en", "subject": "a", "text": "b"},
        {"key": "mention.english", "subject": "a", "text": "b"},
        {"key": "mention.en", "subject": "a"},
        {"key": "mention.en", "subject": "a", "text": "b", "html": "c"},
    ],
)
def test_wrong_templates_are_refused(data):
    with pytest.raises(InvalidModel):
        read_template(data)

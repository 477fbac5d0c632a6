"""Forms of tasks and starts: what is asked, what is taken, what is kept meanwhile."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from sqlalchemy import select
from tests.models import bpmn, chain

from trivium import NewFile
from trivium.engine.deployments import File
from trivium.errors import (
    Conflict,
    InvalidInput,
    InvalidModel,
    LimitExceeded,
    NotFound,
    WrongState,
)
from trivium.feel.temporal import Date
from trivium.store.tables import task_drafts

_AMOUNT = (
    '<camunda:formField id="amount" type="long" label="Amount"><camunda:validation>'
    '<camunda:constraint name="required"/><camunda:constraint name="min" config="1"/>'
    '<camunda:constraint name="max" config="100"/></camunda:validation></camunda:formField>'
)


def _form_data(*fields, attributes=""):
    return (
        f"<extensionElements><camunda:formData {attributes}>{''.join(fields)}</camunda:formData>"
        "</extensionElements>"
    )


def _asking(*fields, more=""):
    return chain(f'<userTask id="ask" name="Ask" {more}>{_form_data(*fields)}</userTask>')


def _form_js(*components, key="claim", **members):
    form = {"type": "default", "id": key, "components": list(components), **members}
    return File(f"{key}.form", json.dumps(form).encode())


def _bound(key="claim", **attributes):
    said = " ".join(f'camunda:{name}="{value}"' for name, value in attributes.items())
    return File("p.bpmn", chain(f'<userTask id="ask" camunda:formRef="{key}" {said}/>'))


def _started(engine, *models, **variables):
    engine.deploy(list(models))
    instance = engine.start("p", variables)
    return instance.id, engine.tasks.query(instance.id)[0].id


def _faults(refused):
    return [(each["field"], each["what"]) for each in refused.value.facts["errors"]]


def _number(key="amount", **validate):
    return {"type": "number", "key": key, "label": "Amount", "validate": validate}


# -- what is asked


def test_fields_have_the_values_that_there_are(engine):
    default = '<camunda:formField id="day" type="date" defaultValue="${today}"/>'
    choice = (
        '<camunda:formField id="size" type="enum" defaultValue="s"><camunda:value id="s" name="small"/>'
        '<camunda:value id="l" name="large"/></camunda:formField>'
    )
    _, task = _started(engine, _asking(_AMOUNT, default, choice), amount=7, today="01/02/2026")
    form = engine.tasks.form(task)
    amount, day, size = form.fields
    assert (form.key, form.format, form.version) == (None, "form-data", None)
    assert (amount["type"], amount["required"], amount["value"]) == ("integer", True, 7)
    assert amount["limits"] == {"minimum": 1, "maximum": 100}
    assert (day["type"], day["value"]) == ("date", "01/02/2026")
    assert (size["value"], size["options"][1]) == ("s", {"value": "l", "label": "large"})


def test_task_without_a_form_has_none(engine):
    _, task = _started(engine, chain('<userTask id="ask"/>'))
    assert engine.tasks.form(task) is None


def test_of_a_form_that_is_kept_elsewhere_the_key_is_known(engine):
    _, task = _started(engine, chain('<userTask id="ask" camunda:formKey="embedded:app:x.html"/>'))
    form = engine.tasks.form(task)
    assert (form.key, form.format, form.fields) == ("embedded:app:x.html", None, [])
    engine.tasks.submit(task, {"anything": 1})


def test_form_js_is_given_as_it_is_with_the_variables_that_it_shows(engine):
    component = _number("order.amount") | {
        "conditional": {"hide": "=not(known)"},
        "layout": {"row": "r1", "columns": 8},
    }
    _, task = _started(engine, _form_js(component), _bound(), order={"amount": 3}, known=True, z=1)
    form = engine.tasks.form(task)
    (field,) = form.fields
    assert form.source["components"] == [component]
    assert form.data == {"order": {"amount": 3}, "known": True}
    assert (form.key, form.format, form.version) == ("claim", "form-js", 1)
    assert (field["path"], field["value"], field["hidden"]) == ("order.amount", 3, False)
    assert field["layout"] == {"row": "r1", "columns": 8, "component": "number"}


def test_embedded_form_of_camunda_8_is_read(engine):
    text = json.dumps({"components": [_number(required=True)]}).replace('"', "&quot;")
    held = f'<extensionElements><zeebe:userTaskForm id="f1">{text}</zeebe:userTaskForm></extensionElements>'
    asked = "<extensionElements><zeebe:formDefinition formKey='camunda-forms:bpmn:f1'/></extensionElements>"
    model = chain(f'<userTask id="ask">{asked}</userTask>')
    start = b'<process id="p" isExecutable="true">'
    _, task = _started(engine, model.replace(start, start + held.encode()))
    assert [each["id"] for each in engine.tasks.form(task).fields] == ["amount"]
    with pytest.raises(InvalidInput) as refused:
        engine.tasks.submit(task, {})
    assert _faults(refused) == [("amount", "required")]


# -- what is taken


def test_what_does_not_fit_is_refused_and_nothing_changes(engine):
    instance, task = _started(engine, _asking(_AMOUNT))
    with pytest.raises(InvalidInput) as refused:
        engine.tasks.submit(task, {"amount": 101, "other": 1})
    assert refused.value.code == "form/invalid"
    assert refused.value.facts["errors"] == [
        {"field": "amount", "path": "amount", "what": "maximum", "expected": "at most 100"}
    ]
    assert engine.instances.variables(instance) == {}
    engine.tasks.submit(task, {"amount": 100, "other": 1})
    assert engine.instances.variables(instance) == {"amount": 100, "other": 1}
    assert engine.instances.get(instance).state == "completed"


def test_completing_asks_nothing_unless_the_model_wants_it(engine):
    _, task = _started(engine, _asking(_AMOUNT))
    engine.tasks.complete(task, {"amount": "nonsense"})
    always = '<camunda:properties><camunda:property name="validateForm" value="always"/></camunda:properties>'
    model = _asking(_AMOUNT).replace(
        b"<extensionElements>", f"<extensionElements>{always}".encode()
    )
    _, task = _started(engine, model)
    with pytest.raises(InvalidInput) as refused:
        engine.tasks.complete(task, {})
    assert _faults(refused) == [("amount", "required")]


def test_texts_of_camunda_7_become_values(engine):
    fields = [
        _AMOUNT,
        '<camunda:formField id="day" type="date"/>',
        '<camunda:formField id="sure" type="boolean" defaultValue="${true}"/>',
    ]
    instance, task = _started(engine, _asking(*fields))
    engine.tasks.submit(task, {"amount": "12", "day": "24/12/2026"})
    assert engine.instances.variables(instance) == {
        "amount": 12,
        "day": Date(2026, 12, 24),
        "sure": True,
    }


def test_required_field_may_have_its_value_already(engine):
    _, task = _started(engine, _asking(_AMOUNT), amount=5)
    engine.tasks.submit(task)


def test_field_that_is_read_only_keeps_its_value(engine):
    field = {"type": "textfield", "key": "name", "readonly": True}
    instance, task = _started(engine, _form_js(field), _bound(), name="Ann")
    with pytest.raises(InvalidInput) as refused:
        engine.tasks.submit(task, {"name": "Bob"})
    assert _faults(refused) == [("name", "read-only")]
    engine.tasks.submit(task, {"name": "Ann"})
    assert engine.instances.variables(instance) == {"name": "Ann"}


def test_what_is_hidden_is_neither_asked_nor_taken(engine):
    reason = {
        "type": "textfield",
        "key": "reason",
        "validate": {"required": True},
        "conditional": {"hide": "=approved"},
    }
    form = _form_js({"type": "checkbox", "key": "approved"}, reason)
    instance, task = _started(engine, form, _bound())
    with pytest.raises(InvalidInput) as refused:
        engine.tasks.submit(task, {"approved": False})
    assert _faults(refused) == [("reason", "required")]
    engine.tasks.submit(task, {"approved": True, "reason": "left from before"})
    assert engine.instances.variables(instance) == {"approved": True}


def test_rows_of_a_list_are_checked_each(engine):
    rows = {"type": "dynamiclist", "path": "items", "components": [_number("price", min=0)]}
    _, task = _started(engine, _form_js(rows), _bound())
    with pytest.raises(InvalidInput) as refused:
        engine.tasks.submit(task, {"items": [{"price": 1}, {"price": -1}, 3]})
    assert [each["path"] for each in refused.value.facts["errors"]] == ["items.1.price", "items.2"]


def test_options_may_come_from_a_variable(engine):
    field = {"type": "select", "key": "town", "valuesKey": "towns"}
    towns = [{"value": "b", "label": "Berlin"}, "p"]
    _, task = _started(engine, _form_js(field), _bound(), towns=towns)
    assert engine.tasks.form(task).fields[0]["options"] == [
        {"value": "b", "label": "Berlin"},
        {"value": "p", "label": "p"},
    ]
    with pytest.raises(InvalidInput) as refused:
        engine.tasks.submit(task, {"town": "x"})
    assert _faults(refused) == [("town", "option")]
    engine.tasks.submit(task, {"town": "p"})


def test_pattern_that_would_take_for_ever_takes_no_time(engine):
    field = {"type": "textfield", "key": "a", "validate": {"pattern": "^(a+)+$"}}
    _, task = _started(engine, _form_js(field), _bound())
    with pytest.raises(InvalidInput) as refused:
        engine.tasks.submit(task, {"a": "a" * 5000 + "b"})
    assert _faults(refused) == [("a", "pattern")]


def test_expression_of_a_form_without_a_value_is_told(engine):
    field = '<camunda:formField id="a" type="string" defaultValue="${nobody.name}"/>'
    _, task = _started(engine, _asking(field))
    with pytest.raises(WrongState) as refused:
        engine.tasks.form(task)
    assert (refused.value.code, refused.value.facts["field"]) == ("form/expression-failed", "a")


def test_submitting_twice_under_one_key_is_answered_once(engine):
    instance, task = _started(engine, _asking(_AMOUNT))
    engine.tasks.submit(task, {"amount": 1}, idempotency_key="k")
    engine.tasks.submit(task, {"amount": 1}, idempotency_key="k")
    assert engine.instances.get(instance).state == "completed"
    with pytest.raises(Conflict):
        engine.tasks.submit(task, {"amount": 2}, idempotency_key="k")


# -- starts


_STARTED = bpmn(
    '<startEvent id="start">'
    + _form_data(
        _AMOUNT, '<camunda:formField id="order" type="string"/>', attributes='businessKey="order"'
    )
    + '</startEvent><userTask id="ask"/>\nstart -> ask'
)


def test_start_is_held_against_its_form(engine):
    engine.deploy(_STARTED)
    assert [each["id"] for each in engine.definitions.start_form("p").fields] == ["amount", "order"]
    with pytest.raises(InvalidInput) as refused:
        engine.start("p", {"order": "A1"}, submitted=True)
    assert _faults(refused) == [("amount", "required")]
    assert len(engine.instances.query()) == 0
    started = engine.start("p", {"order": "A1", "amount": "3"}, submitted=True)
    assert started.business_key == "A1"
    assert engine.instances.variables(started.id) == {"order": "A1", "amount": 3}


def test_start_that_is_not_submitted_asks_nothing(engine):
    engine.deploy(_STARTED)
    assert engine.start("p").business_key is None


# -- deployment


def test_newest_form_is_bound_unless_the_model_names_another(engine):
    engine.deploy(_form_js(_number("one")))
    model = bpmn(
        '<startEvent id="start"/><parallelGateway id="all"/>'
        '<userTask id="newest" camunda:formRef="claim"/>'
        '<userTask id="first" camunda:formRef="claim" camunda:formRefBinding="version"'
        ' camunda:formRefVersion="1"/>'
        '<userTask id="beside" camunda:formRef="claim" camunda:formRefBinding="deployment"/>'
        '<userTask id="file" camunda:formKey="camunda-forms:deployment:claim.form"/>'
        "\nstart -> all\nall -> newest\nall -> first\nall -> beside\nall -> file"
    )
    engine.deploy([model, _form_js(_number("two"))])
    engine.deploy(_form_js(_number("three")))
    engine.start("p")
    found = {
        task.element_id: engine.tasks.form(task.id).fields[0]["id"] for task in engine.tasks.query()
    }
    assert found == {"newest": "three", "first": "one", "beside": "two", "file": "two"}


def test_form_that_is_bound_and_not_deployed_is_told(engine):
    _, task = _started(engine, _bound(formRefBinding="deployment"))
    for ask in (engine.tasks.form, engine.tasks.submit):
        with pytest.raises(WrongState) as refused:
            ask(task)
        assert refused.value.code == "form/not-deployed"
    engine.tasks.complete(task)


def test_json_schema_is_a_form(engine):
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
    deployed = engine.deploy([File("claim.schema.json", json.dumps(schema).encode()), _bound()])
    assert {(each.kind, each.key) for each in deployed.definitions} == {
        ("form", "claim"),
        ("process", "p"),
    }
    task = engine.tasks.query(engine.start("p").id)[0].id
    with pytest.raises(InvalidInput) as refused:
        engine.tasks.submit(task, {"a": Decimal("1.5")})
    assert _faults(refused) == [("a", "type")]


def test_faults_of_a_form_are_listed_with_their_lines(engine):
    text = b"""{"id": "f", "components": [
{"type": "textfield", "key": "a", "conditional":
  {"hide": "=1 +"}},
{"type": "textfield", "key": "b", "validate": {
  "pattern": "(?!a)b"}}]}"""
    with pytest.raises(InvalidModel) as refused:
        engine.deploy(File("f.form", text))
    assert [(each.code, each.line) for each in refused.value.findings] == [
        ("form/expression", 3),
        ("form/pattern", 5),
    ]
    assert [each.line for each in engine.validate(File("f.form", text))] == [3, 5]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b'{"components": []}', "form/id-missing"),
        (b'{"a": 1}', "form/unknown-notation"),
        (b'{"components": [}', "form/malformed-json"),
    ],
)
def test_file_that_is_no_form_is_refused(engine, text, code):
    with pytest.raises(InvalidModel) as refused:
        engine.deploy(File("f.form", text))
    assert refused.value.findings[0].code == code


def test_form_in_a_model_that_is_not_understood_is_doubted(engine):
    field = (
        '<camunda:formField id="a" type="colour"><camunda:validation>'
        '<camunda:constraint name="validator" config="x.Y"/></camunda:validation></camunda:formField>'
    )
    deployed = engine.deploy(_asking(field))
    codes = [each.code for each in deployed.findings if each.code.startswith("form/")]
    assert codes == ["form/unknown-type", "form/unknown-constraint"]


# -- drafts


def test_draft_is_its_authors_alone_and_goes_with_the_task(engine):
    _, task = _started(engine, _asking(_AMOUNT))
    engine.forms.save_draft(task, {"amount": 1000}, user="ann")
    engine.forms.save_draft(task, {"amount": 2000}, user="ann")
    assert engine.forms.draft(task, user="ann").values == {"amount": 2000}
    with pytest.raises(NotFound) as refused:
        engine.forms.draft(task, user="bob")
    assert refused.value.code == "draft/not-found"
    engine.tasks.complete(task)
    with pytest.raises(NotFound):
        engine.forms.draft(task, user="ann")
    with engine.database.reading() as connection:
        assert connection.execute(select(task_drafts)).all() == []


def test_draft_is_in_no_history(engine):
    instance, task = _started(engine, _asking(_AMOUNT))
    before = len(engine.instances.history(instance))
    engine.forms.save_draft(task, {"amount": 1}, user="ann")
    assert len(engine.instances.history(instance)) == before


def test_draft_is_asked_for_its_types_and_size_alone(engine):
    _, task = _started(engine, _asking(_AMOUNT))
    with pytest.raises(InvalidInput) as refused:
        engine.forms.save_draft(task, {"amount": [1]}, user="ann")
    assert _faults(refused) == [("amount", "type")]
    with pytest.raises(LimitExceeded) as large:
        engine.forms.save_draft(task, {"text": "x" * 300_000}, user="ann")
    assert large.value.code == "draft/too-large"


def test_draft_can_be_forgotten(engine):
    _, task = _started(engine, _asking(_AMOUNT))
    engine.forms.save_draft(task, {"amount": 1}, user="ann")
    engine.forms.delete_draft(task, user="ann")
    engine.forms.delete_draft(task, user="ann")
    with pytest.raises(NotFound):
        engine.forms.draft(task, user="ann")


# -- files


_PICKER = {
    "type": "filepicker",
    "key": "scans",
    "accept": ".pdf,image/*",
    "validate": {"required": True},
}
_PDF = NewFile("scan.pdf", b"%PDF-1.7 \xff" * 5, "application/pdf")


def test_file_is_uploaded_submitted_and_read(engine):
    instance, task = _started(engine, _form_js(_PICKER), _bound())
    value = engine.forms.upload(task, _PDF)
    assert engine.forms.file_of_task(task, value["$file"]) == _PDF.content
    engine.forms.save_draft(task, {"scans": [value]}, user="ann")
    engine.tasks.submit(task, {"scans": [value]})
    assert engine.instances.variables(instance) == {"scans": [value]}
    assert engine.forms.file_of_instance(instance, value["$file"]) == _PDF.content


def test_new_file_comes_with_a_start(engine):
    engine.deploy(chain('<userTask id="ask"/>'))
    started = engine.start("p", {"scan": _PDF, "others": [_PDF, 1]})
    value = engine.instances.variables(started.id)["scan"]
    assert (value["name"], value["size_bytes"]) == ("scan.pdf", len(_PDF.content))
    assert engine.forms.file_of_instance(started.id, value["$file"]) == _PDF.content


def test_file_of_another_kind_is_refused(engine):
    _, task = _started(engine, _form_js(_PICKER), _bound())
    value = engine.forms.upload(task, NewFile("run.exe", b"MZ", "application/x-msdownload"))
    with pytest.raises(InvalidInput) as refused:
        engine.tasks.submit(task, {"scans": [value]})
    assert _faults(refused) == [("scans", "accept")]


def test_file_that_was_never_uploaded_is_refused(engine):
    _, task = _started(engine, _form_js(_PICKER), _bound())
    with pytest.raises(InvalidInput) as refused:
        engine.tasks.submit(task, {"scans": [_PDF.value]})
    assert refused.value.code == "file/unknown"
    smaller = {**engine.forms.upload(task, _PDF), "size_bytes": 1}
    with pytest.raises(InvalidInput) as refused:
        engine.tasks.submit(task, {"scans": [smaller]})
    assert refused.value.code == "file/unknown"


def test_file_of_another_instance_is_not_given(engine):
    _, task = _started(engine, chain('<userTask id="ask"/>'))
    other = engine.start("p").id
    value = engine.forms.upload(task, _PDF)
    with pytest.raises(NotFound) as refused:
        engine.forms.file_of_instance(other, value["$file"])
    assert refused.value.code == "file/not-found"


def test_file_goes_along_with_the_variable_that_holds_it(engine):
    _, task = _started(engine, chain('<userTask id="ask"/>'))
    other = engine.start("p").id
    value = engine.forms.upload(task, _PDF)
    engine.instances.set_variables(other, {"scan": value})
    assert engine.forms.file_of_instance(other, value["$file"]) == _PDF.content


def test_dates_that_have_passed_may_be_refused(engine):
    field = {"type": "datetime", "subtype": "date", "key": "day", "disallowPassedDates": True}
    _, task = _started(engine, _form_js(field), _bound())
    with pytest.raises(InvalidInput) as refused:
        engine.tasks.submit(task, {"day": "1999-01-01"})
    assert _faults(refused) == [("day", "from-today")]
    engine.tasks.submit(task, {"day": "2999-01-01"})


# -- cases, and trying out


_CASE = """<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"
xmlns:camunda="http://camunda.org/schema/1.0/cmmn"><case id="c"><casePlanModel id="plan">
<planItem id="ask" definitionRef="task"/><humanTask id="task" name="Ask" camunda:formKey="claim"/>
</casePlanModel></case></definitions>"""


def test_task_of_a_case_has_a_form_as_any_other(engine):
    engine.deploy([_form_js(_number(required=True)), File("c.cmmn", _CASE.encode())])
    case = engine.cases.start("c").id
    task = engine.tasks.query(case)[0].id
    assert [each["id"] for each in engine.tasks.form(task).fields] == ["amount"]
    with pytest.raises(InvalidInput) as refused:
        engine.tasks.submit(task, {})
    assert _faults(refused) == [("amount", "required")]
    engine.tasks.submit(task, {"amount": 1})
    assert engine.instances.variables(case) == {"amount": 1}


def test_trying_out_says_what_does_not_fit(engine):
    instance, task = _started(engine, _asking(_AMOUNT))
    with engine.dry_run() as preview:
        engine.tasks.submit(task, {"amount": 3})
    assert preview.steps
    with pytest.raises(InvalidInput), engine.dry_run():
        engine.tasks.submit(task, {"amount": 300})
    assert engine.instances.get(instance).state == "active"


def test_always_checked_start_is_held_against_its_form(engine):
    always = (
        '<extensionElements><camunda:properties><camunda:property name="validateForm" value="always"/>'
        "</camunda:properties></extensionElements>"
    )
    head = b'<process id="p" isExecutable="true">'
    engine.deploy(_STARTED.replace(head, head + always.encode()))
    with pytest.raises(InvalidInput):
        engine.start("p")
    engine.start("p", {"amount": 1})

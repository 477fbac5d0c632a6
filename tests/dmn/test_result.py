import subprocess
import sys

from tests.dmn.build import decision, input_data, knowledge, literal, load, table


def rated():
    body = table(
        [("age", "number")],
        [{"name": "rate", "kind": "number"}],
        [(["< 18"], ["1"]), (["-"], ["2"])],
        "COLLECT",
    )
    return load(
        input_data("age", "number"),
        decision("rate", body, inputs=["age"]),
        decision("top", literal("sum(rate) / unknown"), decisions=["rate"]),
    )


def test_a_result_tells_rules_inputs_decisions_and_warnings_as_data():
    found = rated().evaluate("top", {"age": 10, "unused": 1})
    assert found.as_dict() == {
        "decision": "top",
        "value": None,
        "inputs": {"age": 10},
        "decisions": {"rate": [1, 2], "top": None},
        "tables": [
            {
                "element": "rate",
                "table": "table",
                "hit_policy": "COLLECT",
                "inputs": [{"input": "age", "value": 10}],
                "rules": [
                    {"number": 1, "id": "rule1", "description": None, "annotations": []},
                    {"number": 2, "id": "rule2", "description": None, "annotations": []},
                ],
            }
        ],
        "warnings": [warning.as_dict() for warning in found.warnings],
    }
    assert {warning.element for warning in found.warnings} == {"top"}
    assert found.warnings[0].code == "feel/no-such-variable"


def test_warnings_name_the_knowledge_model_that_they_happened_in():
    loaded = load(
        knowledge("f", ["n"], literal('n + "x"')),
        decision("d", literal("f(1)"), knowledge=["f"]),
    )
    assert [warning.element for warning in loaded.evaluate("d").warnings] == ["f"]


def test_functions_are_told_by_name():
    loaded = load(decision("d", literal("function(x) x")))
    assert loaded.evaluate("d").as_dict()["value"] == "function function"


def rows(policy, inputs, outputs, *rules):
    loaded = load(
        input_data("x"), decision("d", table(["x"], outputs, rules, policy), inputs=["x"])
    )
    return loaded.evaluate("d", inputs).rows()


def test_rows_are_the_outputs_of_each_rule():
    single, several = [{"name": "a"}], [{"name": "a"}, {"name": "b"}]
    assert rows("FIRST", {"x": 1}, single, (["1"], ["5"])) == [{"a": 5}]
    assert rows("FIRST", {"x": 2}, single, (["1"], ["5"])) == []
    assert rows("COLLECT", {"x": 1}, single, (["1"], ["5"]), (["-"], ["6"])) == [{"a": 5}, {"a": 6}]
    assert rows("FIRST", {"x": 1}, several, (["1"], ["5", "6"])) == [{"a": 5, "b": 6}]
    assert rows("RULE ORDER", {"x": 1}, several, (["1"], ["5", ""])) == [{"a": 5, "b": None}]


def test_a_decision_that_is_no_table_has_one_row():
    def row(text):
        return load(decision("d", literal(text))).evaluate("d").rows()

    assert row("[1, 2]") == [{"d": [1, 2]}]
    assert row("{a: 1}") == [{"a": 1}]
    assert row("null") == []


def test_dmn_is_usable_without_engine_store_and_web():
    code = (
        "import sys, trivium.dmn\n"
        "bad = [m for m in sys.modules if m.startswith(('trivium.engine', 'trivium.store',"
        " 'trivium.api', 'sqlalchemy', 'fastapi', 'asyncio', 'sqlite3', 'logging'))]\n"
        "sys.exit(', '.join(bad) or 0)"
    )
    paths = [path for path in sys.path if path.endswith("src")]
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": ":".join(paths)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

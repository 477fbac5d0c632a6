"""What is wrong in a model is found when it is loaded, and evaluates to null."""

import pytest

from tests.dmn.build import decision, input_data, item, knowledge, literal, load, table


def found(*elements, **options):
    return load(*elements, strict=False, **options)


def codes(loaded):
    return sorted({finding.code for finding in loaded.findings})


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ([knowledge("f", [], literal("1"), logic='kind="Ruby"')], ["dmn/unknown-function-kind"]),
        ([decision("d", table(["1"], [], [(["1"], [])]))], ["dmn/no-output"]),
        ([decision("d", table(["1"], [{}], [(["1 +"], ["1"])]))], ["dmn/expression"]),
        ([decision("d", table(["1"], [{}], [(["1"], ["1 +"])]))], ["dmn/expression"]),
        ([decision("d", table([("1", None, "< <")], [{}], []))], ["dmn/expression"]),
        ([item("t", "number", allowed="< <")], ["dmn/expression"]),
        (
            [input_data("x"), decision("d", literal("1"), knowledge=["x"])],
            ["dmn/wrong-requirement"],
        ),
        ([decision("d", literal("1"), knowledge=["nothing"])], ["dmn/unknown-reference"]),
        (
            [decision("d", '<relation><column name="a"/><row/></relation>')],
            ["dmn/wrong-cell-count"],
        ),
        (
            [
                decision(
                    "d",
                    '<decisionTable><input><inputExpression expressionLanguage="juel"><text>${x}'
                    "</text></inputExpression></input><output/></decisionTable>",
                )
            ],
            ["dmn/unknown-language"],
        ),
    ],
)
def test_faults_are_found(elements, expected):
    loaded = found(*elements)
    assert codes(loaded) == expected
    for finding in loaded.findings:
        assert finding.remedy
        assert finding.line
    for name in loaded.decisions:
        loaded.evaluate(name)


def test_a_rule_whose_cell_cannot_be_read_never_matches():
    body = table(["x"], [{}], [(["< <"], ["1"]), (["-"], ["2"])], "FIRST")
    loaded = found(input_data("x"), decision("d", body, inputs=["x"]))
    assert loaded.evaluate("d", {"x": 1}).value == 2


def test_a_knowledge_model_without_logic_cannot_be_called():
    loaded = found(
        '<businessKnowledgeModel id="f" name="f"/>',
        decision("d", literal("f(1)"), knowledge=["f"]),
    )
    assert loaded.evaluate("d").value is None


def test_invoking_what_is_no_function_is_null():
    loaded = found(
        input_data("x"), decision("d", f"<invocation>{literal('x')}</invocation>", inputs=["x"])
    )
    result = loaded.evaluate("d", {"x": 1})
    assert result.value is None
    assert result.warnings[0].code == "feel/no-such-function"


def test_sums_of_several_outputs_are_null():
    body = table([], [{"name": "a"}, {"name": "b"}], [([], ["1", "2"])], "COLLECT", "SUM")
    result = load(decision("d", body)).evaluate("d")
    assert result.value is None
    assert result.warnings[0].code == "dmn/several-outputs"


def test_a_variable_of_another_name_is_known_beside_the_element():
    loaded = load(
        '<inputData id="i" name="Amount of money"><variable name="amount"/></inputData>',
        decision("d", literal("[amount, Amount of money]"), inputs=["i"]),
    )
    assert loaded.evaluate("d", {"Amount of money": 3}).value == [3, 3]
    assert loaded.evaluate("d", {"amount": 4}).value == [4, 4]


def test_a_value_that_is_no_output_value_comes_last():
    body = table([], [{"values": '"a", "b"'}], [([], ['"c"']), ([], ['"b"'])], "OUTPUT ORDER")
    assert load(decision("d", body)).evaluate("d").value == ["b", "c"]


def test_tables_without_rules_have_a_gap_everywhere():
    loaded = load(input_data("x"), decision("d", table(["x"], [{}], []), inputs=["x"]))
    assert loaded.evaluate("d", {"x": 1}).value is None

from decimal import Decimal

import pytest

from tests.dmn.build import decision, input_data, item, literal, load, table
from trivium.dmn import cases_from_csv, cases_from_data, run_cases
from trivium.errors import InvalidInput, NotFound


@pytest.fixture
def discount():
    body = table(
        ["amount", "customer.level"],
        [{"name": "rate"}, {"name": "why"}],
        [([">= 100", '"gold"'], ["0.2", '"big"']), (["< 100", "-"], ["0", '"small"'])],
    )
    return load(
        item("tCustomer", components=[("level", "string")]),
        input_data("amount", "number"),
        input_data("customer", "tCustomer"),
        input_data("code", "string"),
        decision("base", literal("amount / 2"), inputs=["amount"]),
        decision("d", body, inputs=["amount", "customer", "code"], decisions=["base"]),
    )


CSV = """name,amount,customer.level,code,expected: rate,expected: why,expected: base
big gold,200,gold,007,0.2,big,100
small,50,iron,1,0.1,small,25
"""


def test_csv_columns_are_inputs_and_expectations(discount):
    cases = cases_from_csv(CSV, discount, "d")
    assert cases[0].name == "big gold"
    assert cases[0].inputs == {"amount": 200, "customer": {"level": "gold"}, "code": "007"}
    report = run_cases(discount, cases)
    assert (report.passed, report.failed) == (1, 1)
    (difference,) = report.results[1].differences
    assert (difference.what, str(difference.expected), difference.actual) == ("rate", "0.1", 0)


def test_the_report_is_plain_data_and_tells_rules_that_no_case_met(discount):
    report = run_cases(discount, cases_from_csv(CSV, discount, "d")[1:])
    assert report.unused_rules == {"d": (1,)}
    data = report.as_dict()
    (difference,) = data["cases"][0]["differences"]
    assert difference == {"what": "rate", "expected": Decimal("0.1"), "actual": 0}
    assert data["unused_rules"] == {"d": [1]}


def test_rows_of_data_name_inputs_and_what_is_expected(discount):
    cases = cases_from_data(
        [
            {"inputs": {"amount": 50}, "expected": {"rate": 0, "why": "small"}},
            {"name": "half", "decision": "base", "inputs": {"amount": 3}, "expected": 1.5},
            {"inputs": {"amount": None}, "expected": None},
        ],
        "d",
    )
    report = run_cases(discount, cases)
    assert [result.is_passed for result in report.results] == [True, True, True]
    assert [result.name for result in report.results] == ["1", "half", "3"]
    assert report.results[2].warnings


@pytest.mark.parametrize(
    "row", [3, {}, {"inputs": 1, "expected": 1}, {"expected": 1, "expcted": 2}]
)
def test_a_row_that_is_no_case_is_refused_by_its_number(row):
    with pytest.raises(InvalidInput, match="row 2") as refused:
        cases_from_data([{"expected": 1}, row], "d")
    assert refused.value.code == "dmn/invalid-case"


def test_csv_without_expectations_is_refused(discount):
    with pytest.raises(InvalidInput, match="expected"):
        cases_from_csv("amount\n1\n", discount, "d")


def test_csv_rows_of_another_width_are_refused(discount):
    with pytest.raises(InvalidInput, match="row 1"):
        cases_from_csv("amount,expected\n1,2,3\n", discount, "d")


def test_cases_of_a_decision_that_does_not_exist_are_not_found(discount):
    with pytest.raises(NotFound):
        run_cases(discount, cases_from_data([{"expected": 1}], "nothing"))


def test_a_case_that_meets_a_limit_fails_alone():
    loaded = load(
        input_data("n"), decision("d", literal("count(for i in 1..n return i)"), inputs=["n"])
    )
    cases = cases_from_data([{"inputs": {"n": n}, "expected": n} for n in (10**9, 3)], "d")
    report = run_cases(loaded, cases)
    assert [result.is_passed for result in report.results] == [False, True]
    assert "steps" in report.results[0].error

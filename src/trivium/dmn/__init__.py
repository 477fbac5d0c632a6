"""DMN 1.1 to 1.5: decisions, from the model to the explained result."""

from trivium.dmn.cases import Case, CasesReport, cases_from_csv, cases_from_data, run_cases
from trivium.dmn.checks import check
from trivium.dmn.decisions import Model
from trivium.dmn.loading import Resolve, load
from trivium.dmn.result import Result
from trivium.dmn.run import DecisionWarning

__all__ = [
    "Case",
    "CasesReport",
    "DecisionWarning",
    "Model",
    "Resolve",
    "Result",
    "cases_from_csv",
    "cases_from_data",
    "check",
    "load",
    "run_cases",
]

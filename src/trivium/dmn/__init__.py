"""DMN 1.1 to 1.5: decisions, from the model to the explained result."""

from trivium.dmn.decisions import Model
from trivium.dmn.loading import Resolve, load
from trivium.dmn.result import Result
from trivium.dmn.run import DecisionWarning

__all__ = ["DecisionWarning", "Model", "Resolve", "Result", "load"]

"""What is wrong or suspicious in a model: findings beyond those that reading and compiling give."""

from trivium.dmn.checks.analysis import Gap, Overlap, TableReport, analyse
from trivium.dmn.checks.model import check

__all__ = ["Gap", "Overlap", "TableReport", "analyse", "check"]

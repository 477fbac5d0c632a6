"""One face for all expression languages: parse once, evaluate in a scope."""

from trivium.expressions.compilation import compile, template, written  # noqa: A004 (expressions.compile)
from trivium.expressions.context import RESERVED, Context, HostObject
from trivium.expressions.cron import Cron, parse_cron
from trivium.expressions.durations import Duration, parse_duration
from trivium.expressions.errors import ExpressionSyntaxError, InvalidSchedule
from trivium.expressions.expression import Constant, Expression, Language, Variables
from trivium.expressions.juel.compiler import as_condition
from trivium.expressions.juel.failure import JuelFailure
from trivium.expressions.schedule import (
    RetryPlan,
    Schedule,
    parse_moment,
    parse_schedule,
    retry_delays,
)

__all__ = [
    "RESERVED",
    "Constant",
    "Context",
    "Cron",
    "Duration",
    "Expression",
    "ExpressionSyntaxError",
    "HostObject",
    "InvalidSchedule",
    "JuelFailure",
    "Language",
    "RetryPlan",
    "Schedule",
    "Variables",
    "as_condition",
    "compile",
    "parse_cron",
    "parse_duration",
    "parse_moment",
    "parse_schedule",
    "retry_delays",
    "template",
    "written",
]

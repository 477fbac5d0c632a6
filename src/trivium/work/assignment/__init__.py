"""Assignment: who a task is given to, and why."""

from trivium.work.assignment.reading import read_rule, rule_data
from trivium.work.assignment.rule import Choice, Considered, Rule, Situation, Task, rule_for
from trivium.work.assignment.strategies import STRATEGIES, choose, distribute

__all__ = [
    "STRATEGIES",
    "Choice",
    "Considered",
    "Rule",
    "Situation",
    "Task",
    "choose",
    "distribute",
    "read_rule",
    "rule_data",
    "rule_for",
]

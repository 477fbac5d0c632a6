"""Service levels: targets, their clocks, and what happens when time runs out."""

from trivium.work.sla.clock import Clock, Plan, Status
from trivium.work.sla.policy import Policy, Step, Subject, Threshold, chosen
from trivium.work.sla.reading import policy_data, read_policy

__all__ = [
    "Clock",
    "Plan",
    "Policy",
    "Status",
    "Step",
    "Subject",
    "Threshold",
    "chosen",
    "policy_data",
    "read_policy",
]

"""What is open after a command, with what to type next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape

from trivium.cli import output

if TYPE_CHECKING:
    from trivium.engine import Engine
    from trivium.engine.infos import IncidentInfo, InstanceInfo, JobInfo, Page, TaskInfo


class Following:
    """An instance as a command has left it: its open tasks, work and incidents."""

    def __init__(self, engine: Engine, instance_id: str) -> None:
        engine.run_until_idle(timers=False)
        self.instance: InstanceInfo = engine.instances.get(instance_id)
        self.tasks: Page[TaskInfo] = engine.tasks.query(instance_id)
        self.jobs: Page[JobInfo] = engine.jobs.query(instance_id, kind="work")
        self.incidents: Page[IncidentInfo] = engine.incidents.query(instance_id)

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            "instance": self.instance,
            "tasks": self.tasks.items,
            "jobs": self.jobs.items,
            "incidents": self.incidents.items,
        }

    def print(self) -> None:
        """What can be done now, a line for each."""
        out = output.console()
        short = output.short
        for incident in self.incidents:
            out.print(f"  [red]✗[/] {escape(f'{incident.element_id}: {incident.message}')}")
            out.print(f"    [dim]trivium retry {short(incident.id)}[/]")
        for task in self.tasks:
            who = ", ".join((*task.candidate_users, *task.candidate_groups))
            name = escape(task.name or task.element_id)
            out.print(f"  [green]●[/] {name}" + (f" [dim]for {escape(who)}[/]" if who else ""))
            out.print(f"    [dim]trivium complete {short(task.id)}[/]")
        failed = {incident.job_id for incident in self.incidents}
        for job in self.jobs:
            if job.id not in failed:
                out.print(f"  [cyan]●[/] {escape(job.element_id or '')}: work for {job.topic}")
                out.print(f"    [dim]trivium work {short(job.id)}[/]")
        instance = self.instance
        if not (self.tasks.items or self.jobs.items or self.incidents.items):
            colour = output.STATES.get(instance.state, "default")
            out.print(f"  [{colour}]{instance.state}[/]", end="")
            waits = instance.ended_at is None
            out.print(f" [dim]trivium show {short(instance.id)}[/]" if waits else "")

"""Random answers to what waits, and random commands of an operator."""

from __future__ import annotations

from trivium.kernel import commands
from trivium.kernel.rows import HumanTask, Incident, Job, Subscription

_KINDS = ("cancel", "start-before", "start-after", "start-transition")


def variables(dice):
    """What conditions look at; a loop goes on less often than not, and now and then one cannot be told."""
    found = {f"c{number}": dice.randrange(3) == 0 for number in range(1, 5)}
    return found | {dice.choice(["c1", "c2", "c3", "c4"]): 7} if dice.randrange(40) == 0 else found


def answer(session, root_id, dice):
    """A command: mostly an answer to something that waits, at times one of an operator."""
    rows = sorted(session.rows.items())
    choices = [_of_row(row, dice) for _, (row, _) in [dice.choice(rows)]] if rows else []
    choices += _without_row(session, root_id, dice)
    if not choices or dice.randrange(10) == 0:
        return _of_operator(session, root_id, dice)
    return choices[0] if dice.randrange(4) else dice.choice(choices)


_HELPFUL = {"c1": False, "c2": True, "c3": False}


def helpful(session, root_id, dice):
    """A command that brings the instance nearer to its end; None if there is none."""
    if session.instances[root_id][0].state == "suspended":
        return commands.ResumeInstance(instance_id=root_id)
    suspended = [i for i, (row, _) in sorted(session.instances.items()) if row.state == "suspended"]
    if suspended:
        return commands.ResumeInstance(instance_id=suspended[0])
    rows = [row for _, (row, _) in sorted(session.rows.items())]
    for helps in (_is_work, _is_mendable, _is_triggered_from_outside):
        found = [row for row in rows if helps(row)]
        if found:
            return _helpful_of(dice.choice(found))
    tree = session.trees[root_id]
    for item in tree.items.values():
        for wait in (item.waits or {}).values():
            instance_id = item.process.recall("id")
            if wait.kind == "condition":
                return commands.SetVariables(instance_id=instance_id, variables={"c4": True})
            if wait.kind in {"ad-hoc", "trigger"}:
                return commands.Trigger(instance_id=instance_id, element_instance=item.id)
    return None


def _is_work(row):
    return isinstance(row, HumanTask) or (isinstance(row, Job) and row.kind != "timer")


def _is_mendable(row):
    return isinstance(row, Incident) and row.code != "bpmn/uncaught-error"


def _is_triggered_from_outside(row):
    return isinstance(row, Subscription | Job)


def _helpful_of(row):
    if isinstance(row, HumanTask) and row.delegation == "pending":
        return commands.ResolveTask(task_id=row.id)
    if isinstance(row, HumanTask):
        return commands.CompleteTask(task_id=row.id, variables=_HELPFUL)
    if isinstance(row, Subscription):
        return commands.DeliverEvent(subscription_id=row.id, name=row.name, variables=_HELPFUL)
    if isinstance(row, Incident):
        return commands.ResolveIncident(incident_id=row.id, how="retry", variables=_HELPFUL)
    if row.kind != "work":
        return commands.RunJob(job_id=row.id)
    return commands.CompleteJob(job_id=row.id, variables=_HELPFUL)


def _of_row(row, dice):
    values = variables(dice)
    if isinstance(row, HumanTask):
        return _of_task(row, values, dice)
    if isinstance(row, Subscription):
        return commands.DeliverEvent(subscription_id=row.id, name=row.name, variables=values)
    if isinstance(row, Incident):
        return _of_incident(row, values, dice)
    if row.kind != "work" and dice.randrange(8):
        return commands.RunJob(job_id=row.id)
    return dice.choice(
        [
            commands.CompleteJob(job_id=row.id, variables=values),
            commands.CompleteJob(job_id=row.id, local_variables=values),
            commands.CompleteJob(job_id=row.id, answer=dice.choice(_ANSWERS)),
            commands.FailJob(job_id=row.id, message="no", retries=dice.randrange(2)),
            commands.ThrowJobError(job_id=row.id, code="E1", variables=values),
            commands.ThrowJobError(job_id=row.id, code="X1", kind="escalation"),
        ]
    )


_ANSWERS = (
    commands.ListenerAnswer(denied=True, denied_reason="no"),
    commands.ListenerAnswer(corrections={"assignee": "fay", "priority": 3}),
    commands.ListenerAnswer(denied=True, corrections={"priority": 3}),
    commands.ListenerAnswer(corrections={"priority": "x"}),
)


def _of_incident(row, values, dice):
    if dice.randrange(4) == 0:
        action = dice.choice(["comment", "assign"])
        return commands.NoteIncident(incident_id=row.id, action=action, message="why", to="ann")
    how = dice.choice(["retry", "retry", "automatic", "manual", "skip", "modify", "abort"])
    return commands.ResolveIncident(incident_id=row.id, how=how, variables=values)


def _of_task(row, values, dice):
    others = [
        commands.ThrowTaskError(task_id=row.id, code="E1", variables=values),
        commands.ThrowTaskError(task_id=row.id, code="X1", kind="escalation"),
        commands.ClaimTask(task_id=row.id, user=dice.choice(["ann", "bob"])),
        commands.UnclaimTask(task_id=row.id),
        commands.AssignTask(task_id=row.id, user="dan"),
        commands.DelegateTask(task_id=row.id, user="cem"),
        commands.ResolveTask(task_id=row.id, variables=values),
        commands.UpdateTask(task_id=row.id, changes={"priority": dice.randrange(100)}),
    ]
    complete = commands.CompleteTask(task_id=row.id, variables=values)
    return complete if dice.randrange(4) else dice.choice(others)


def _without_row(session, root_id, dice):
    """Conditions, activities of ad-hoc sub-processes, and what is triggered from outside."""
    tree, found = session.trees[root_id], []
    for item in tree.items.values():
        kinds = {wait.kind for wait in (item.waits or {}).values()}
        instance_id = item.process.recall("id")
        if "condition" in kinds:
            found.append(commands.SetVariables(instance_id=instance_id, variables={"c4": True}))
        if "ad-hoc" in kinds:
            startable = sorted(item.node.behaviour.startable) or ["none"]
            found.append(
                commands.StartActivity(
                    instance_id=instance_id,
                    element_id=dice.choice(startable),
                    variables=variables(dice),
                )
            )
        if kinds & {"ad-hoc", "trigger", "message", "work", "async"} and dice.randrange(3) == 0:
            found.append(commands.Trigger(instance_id=instance_id, element_instance=item.id))
    return found


def _of_operator(session, root_id, dice):
    instance_id = root_id
    if dice.randrange(4) == 0:
        instance_id = dice.choice(sorted(session.instances))  # it may have ended
    if session.instances[instance_id][0].state == "suspended" and dice.randrange(4):
        return commands.ResumeInstance(instance_id=instance_id)
    kind = dice.randrange(12)
    if kind == 0:
        return commands.TerminateInstance(instance_id=instance_id)
    if kind < 3:
        return commands.SuspendInstance(instance_id=instance_id)
    if kind < 5:
        return _migration(session, instance_id, dice)
    if kind < 8:
        return commands.SetVariables(
            instance_id=instance_id, variables=variables(dice), local=kind == 7
        )
    return _modification(session, instance_id, dice)


def _migration(session, instance_id, dice):
    """To another version, which looks the same: each element becomes itself."""
    known = session.by_id[session.instances[instance_id][0].definition_id]
    target = dice.choice(session.definitions[known.key])
    inside = [node.id for node in known.nodes if node is not known.root]
    elements = {each: each for each in inside if target.node(each) is not None}
    return commands.MigrateInstance(
        instance_id=instance_id,
        definition_id=target.id,
        elements=elements,
        update_triggers=dice.randrange(2) == 0,
    )


def _modification(session, instance_id, dice):
    definition = session.by_id[session.instances[instance_id][0].definition_id]
    names = [node.id for node in definition.nodes]
    flows = [flow.id for node in definition.nodes for flow in node.outgoing]
    found = []
    for _ in range(dice.randint(1, 2)):
        kind = dice.choice(_KINDS)
        element = dice.choice(flows if kind == "start-transition" and flows else names)
        open_ones = _open_elements(session, instance_id)
        if kind == "cancel" and open_ones:
            element = dice.choice(open_ones)
        found.append(
            commands.Modification(kind=kind, element_id=element, variables=variables(dice))
        )
    return commands.ModifyInstance(instance_id=instance_id, instructions=tuple(found))


def _open_elements(session, instance_id):
    tree = session.trees[session.instances[instance_id][1]]
    return sorted({item.node.id for item in tree.items.values() if item.parent is not None})


def due(row):
    """When a command on this row can be given, or 0 for any time."""
    return row.due_at if isinstance(row, Job) else 0

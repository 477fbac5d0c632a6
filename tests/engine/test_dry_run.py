"""Every command there is can be tried out, and leaves the database as it was."""

from __future__ import annotations

import pytest
import sqlalchemy
from tests.models import bpmn

from trivium.kernel import commands
from trivium.kernel.additions import NewPlanItem
from trivium.store.tables import metadata

_MODEL = bpmn(
    '<startEvent id="start"/><parallelGateway id="fork"/><userTask id="ask"/>'
    '<serviceTask id="work" camunda:type="external" camunda:topic="work"/>'
    '<receiveTask id="wait"/><receiveTask id="paid" messageRef="m"/>'
    '<intermediateCatchEvent id="later"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
    '</timerEventDefinition></intermediateCatchEvent><scriptTask id="broken" scriptFormat="juel">'
    '<script>${missing.name}</script></scriptTask><adHocSubProcess id="free"><userTask id="more"/>'
    "</adHocSubProcess>"
    "\nstart -> fork\nfork -> ask\nfork -> work\nfork -> wait\nfork -> paid\nfork -> later"
    "\nfork -> broken\nfork -> free",
    roots='<message id="m" name="paid"/>',
)


_CASE = b"""<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"><case id="c">
<caseFileModel><caseFileItem id="report" name="report"/></caseFileModel><casePlanModel id="plan">
<planItem id="item" definitionRef="task"/><planningTable id="table">
<discretionaryItem id="extra" definitionRef="task"/></planningTable><humanTask id="task"/>
</casePlanModel></case></definitions>"""


class _Scene:
    """An instance that waits in every way."""

    def __init__(self, engine):
        self.engine = engine
        engine.deploy(_MODEL)
        self.instance = engine.start("p").id
        self.task = engine.tasks.query(self.instance)[0].id
        (self.work,) = (job.id for job in engine.jobs.query(kind="work"))
        (self.timer,) = (job.id for job in engine.jobs.query(kind="timer"))
        (self.incident,) = (each.id for each in engine.incidents.query(self.instance))
        children = engine.instances.tree(self.instance).root.children
        other = engine.deploy(_MODEL.replace(b'"later"', b'"later" name="Later"'))
        source = engine.instances.get(self.instance).definition_id
        self.plan = engine.migrations.plan(source, other.definitions[0].id)
        engine.deploy(_CASE)
        self.case = engine.start("c").id
        self.waiting = next(child.item for child in children if child.element_id == "wait")

    def delegated(self):
        self.engine.tasks.delegate(self.task, "john")

    def suspended(self):
        self.engine.instances.suspend(self.instance)


_TRIALS = {
    commands.StartInstance: lambda s: s.engine.start("p"),
    commands.CompleteTask: lambda s: s.engine.tasks.complete(s.task),
    commands.ClaimTask: lambda s: s.engine.tasks.claim(s.task, "mary"),
    commands.UnclaimTask: lambda s: s.engine.tasks.unclaim(s.task),
    commands.AssignTask: lambda s: s.engine.tasks.assign(s.task, "mary"),
    commands.DelegateTask: lambda s: s.engine.tasks.delegate(s.task, "mary"),
    commands.ResolveTask: lambda s: s.engine.tasks.resolve(s.task),
    commands.UpdateTask: lambda s: s.engine.tasks.update(s.task, {"priority": 1}),
    commands.ThrowTaskError: lambda s: s.engine.tasks.error(s.task, "E1"),
    commands.RunJob: lambda s: s.engine.jobs.submit(commands.RunJob(job_id=s.timer)),
    commands.CompleteJob: lambda s: s.engine.jobs.complete(s.work),
    commands.FailJob: lambda s: s.engine.jobs.fail(s.work, "no"),
    commands.ThrowJobError: lambda s: s.engine.jobs.error(s.work, "E1"),
    commands.DeliverEvent: lambda s: s.engine.messages.correlate("paid"),
    commands.Trigger: lambda s: s.engine.instances.trigger(s.instance, s.waiting),
    commands.StartActivity: lambda s: s.engine.instances.start_activity(s.instance, "more"),
    commands.SetVariables: lambda s: s.engine.instances.set_variables(s.instance, {"x": 1}),
    commands.SuspendInstance: lambda s: s.engine.instances.suspend(s.instance),
    commands.ResumeInstance: lambda s: s.engine.instances.resume(s.instance),
    commands.TerminateInstance: lambda s: s.engine.instances.terminate(s.instance),
    commands.ModifyInstance: lambda s: s.engine.instances.modify(
        s.instance, [commands.Modification(kind="cancel", element_id="ask")]
    ),
    commands.MigrateInstance: lambda s: s.engine.migrations.migrate(s.plan, s.instance),
    commands.ResolveIncident: lambda s: s.engine.incidents.retry(
        s.incident, {"missing": {"name": 1}}
    ),
    commands.TransitionItem: lambda s: s.engine.cases.transition(s.case, "suspend", "item"),
    commands.PlanItem: lambda s: s.engine.cases.plan(s.case, "extra"),
    commands.AddPlanItem: lambda s: s.engine.cases.add(s.case, NewPlanItem(name="Call")),
    commands.ChangeFile: lambda s: s.engine.cases.change_file(s.case, "report", "create", 1),
    commands.AddSubTask: lambda s: s.engine.tasks.create("Ask Ada", parent=s.task),
    commands.EscalateTask: lambda s: s.engine.tasks.escalate(s.task, "ada", 90, reason="late"),
    commands.Remark: lambda s: s.engine.comments.add("Seen", task=s.task),
    commands.NoteIncident: lambda s: s.engine.incidents.comment(s.incident, "seen"),
}
_FIRST = {
    commands.ResolveTask: _Scene.delegated,
    commands.ResumeInstance: _Scene.suspended,
    commands.AddSubTask: lambda s: s.engine.tasks.create("The first deploys what tasks are"),
}


def _content(engine):
    """Everything that the database holds."""
    with engine._database.reading() as connection:  # nothing else shows all of it
        return {
            table.name: sorted(map(repr, connection.execute(sqlalchemy.select(table)).all()))
            for table in metadata.sorted_tables
        }


def test_there_is_a_trial_of_every_command():
    assert set(_TRIALS) == set(commands.Command.__args__)


@pytest.mark.parametrize("command", _TRIALS, ids=lambda command: command.__name__)
def test_trial_decides_the_command_and_keeps_nothing(engine, command):
    scene = _Scene(engine)
    _FIRST.get(command, lambda _: None)(scene)
    before = _content(engine)
    with engine.dry_run() as preview:
        _TRIALS[command](scene)
        pytest.fail("the block ends with the command")
    assert _content(engine) == before
    assert preview.steps[-1].command["command"] == command.__struct_config__.tag
    _TRIALS[command](scene)
    assert _content(engine) != before

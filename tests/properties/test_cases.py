"""Cases played at random: their books are right after every command, and playing again gives the same."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trivium import cmmn
from trivium.cmmn.lifecycle import DONE, legal
from trivium.errors import Refused
from trivium.kernel import codec, commands
from trivium.kernel.additions import ListensTo, NewCriterion, NewPlanItem
from trivium.kernel.pages import decode_tree, encode_page
from trivium.kernel.rows import HumanTask
from trivium.kernel.session import Session

_HERE = Path(__file__).parents[1]
_MODELS = [
    _HERE.parent / "examples" / "patient.cmmn",
    *sorted((_HERE / "conformance" / "cmmn" / "models" / "standard").glob("*.cmmn")),
]
_KEYS = {"casefile": "file"}
_OPERATIONS = ("create", "update", "replace", "delete")
_VALUES = {"potassium": 7, "stableHours": 13, "goalsAchieved": True}


def _session(model):
    session = Session(1_700_000_000_000)
    definitions, _ = cmmn.compile_source(cmmn.read(model.read_bytes()))
    session.deploy(definitions)
    return session, session.start(_KEYS.get(model.stem, model.stem), kind="case")


def _played(model, done):
    session, root_id = _session(model)
    for command in done:
        session.submit(command)
    return session, root_id


def _choices(session, root_id):
    """Everything that anybody could ask for now."""
    tree = session.trees[root_id]
    found = []
    for item in tree.items.values():
        case = item.process.recall("id")
        for name in legal(item.node.behaviour.life, item.state):
            found.append(
                commands.TransitionItem(instance_id=case, element_instance=item.id, transition=name)
            )
    for row_id, (row, _) in session.rows.items():
        if isinstance(row, HumanTask):
            found.append(commands.CompleteTask(task_id=row_id, variables={"isUrgent": True}))
    for root in [item for item in tree.items.values() if item.process is item]:
        behaviour, case = root.node.behaviour, root.recall("id")
        found += [
            commands.PlanItem(instance_id=case, element_id=name) for name in behaviour.planned_in
        ]
        found += [
            commands.ChangeFile(instance_id=case, file_item=name, operation=how, value=_VALUES)
            for name in behaviour.file.items
            for how in _OPERATIONS
        ]
    stages = [item for item in tree.items.values() if item.recall("items") is not None]
    for stage in stages:
        case, number = stage.process.recall("id"), len(tree.items)
        elements = [each.node.id for each in tree.inside(stage)[1:]]
        found += [
            commands.AddPlanItem(instance_id=case, stage=stage.id, item=item)
            for item in _additions(elements, number)
        ]
    return found


def _additions(elements, number):
    """A task at once, one after what is there, and a stage around both kinds."""
    element = elements[number % len(elements)] if elements else None
    after = (NewCriterion(on=(ListensTo(item=element, event="create"),)),) if element else ()
    condition = (NewCriterion(condition="isUrgent"),)
    return (
        NewPlanItem(repetition="repetitionCounter < 3", required=True),
        NewPlanItem(kind="milestone", entry=after),
        NewPlanItem(manual_activation=True, exit=condition),
        NewPlanItem(kind="stage", entry=condition, items=(NewPlanItem(), NewPlanItem())),
        NewPlanItem(entry=(NewCriterion(on=(ListensTo(item="ghost", event="create"),)),)),
    )


def _check(tree):
    for stage in tree.items.values():
        items = stage.recall("items")
        if items is None or not hasattr(stage.node.behaviour, "sentries"):
            continue
        children = [c for c in (stage.children or {}).values() if c.process is stage.process]
        listed = sorted(each for found in items.values() for each in found)
        assert listed == sorted(child.id for child in children)
        open_ones = [child for child in children if child.state not in DONE]
        assert stage.recall("active") == sum(child.state == "active" for child in children)
        assert stage.recall("open") == len(open_ones)
        assert stage.recall("needed") == sum(bool(c.recall("required")) for c in open_ones)


def _stored(tree):
    return {page: encode_page(tree, page, str) for page in range(tree.last_page + 1)}


def _act(session, command):
    try:
        session.submit(command)
    except Refused:
        return False
    return True


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(model=st.sampled_from(_MODELS), data=st.data())
def test_books_are_right_and_playing_again_gives_the_same(model, data):
    session, root_id = _session(model)
    done = []
    for _ in range(data.draw(st.integers(1, 25))):
        if root_id not in session.trees or not session.trees[root_id].items:
            break
        choices = _choices(session, root_id)
        if not choices:
            break
        command = data.draw(st.sampled_from(choices))
        if not _act(session, command):
            session, root_id = _played(model, done)  # the tree is thrown away, as the engine does
            continue
        done.append(command)
        tree = session.trees[root_id]
        _check(tree)
        pages = _stored(tree)
        if tree.items:
            again = decode_tree(root_id, pages, session.get, {}, complete=True)
            assert _stored(again) == pages
            _check(again)
    other, other_id = _played(model, done)
    assert codec.canonical(other.events[other_id]) == codec.canonical(session.events[root_id])
    assert _stored(other.trees[other_id]) == _stored(session.trees[root_id])

"""The journal is enough: deciding its commands again gives the same state and the same events."""

from __future__ import annotations

import pytest
from tests.models import chain

from trivium import bpmn as notation
from trivium.kernel import codec, commands
from trivium.kernel.pages import encode_page
from trivium.kernel.session import Session


def _session():
    session = Session(1_700_000_000_000)
    model = chain(
        '<userTask id="a"/>',
        '<userTask id="many"><multiInstanceLoopCharacteristics><loopCardinality>40</loopCardinality></multiInstanceLoopCharacteristics></userTask>',
        '<scriptTask id="s" camunda:resultVariable="x"><script>1 + 1</script></scriptTask>',
        '<userTask id="b"/>',
    )
    session.deploy(notation.compile_source(notation.read(model))[0])
    return session


def _play(session):
    root_id = session.start("p", {"x": 0})
    while session.rows:
        task_id = next(iter(session.rows))
        session.submit(commands.CompleteTask(task_id=task_id, variables={"last": task_id}))
        tree = session.trees[root_id]
        pages = {page: encode_page(tree, page, str) for page in range(tree.last_page + 1)}
        yield pages, codec.canonical(session.events[root_id])


def test_same_commands_give_same_ids_events_and_state():
    assert list(_play(_session())) == list(_play(_session()))


@pytest.mark.parametrize("limit", [32])
def test_first_page_takes_so_many_and_no_more(limit):
    session = _session()
    root_id = session.start("p")
    session.submit(commands.CompleteTask(task_id=next(iter(session.rows))))
    tree = session.trees[root_id]
    on_first = [item for item in tree.items.values() if item.page == 0]
    assert len(on_first) == limit
    assert tree.last_page == 1

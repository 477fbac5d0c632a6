"""Random block-structured models with random answers: no token lost, nothing stuck, state survives its codec."""

from __future__ import annotations

import random
from itertools import count, pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trivium import bpmn
from trivium.kernel import codec, commands
from trivium.kernel.pages import decode_tree, encode_page
from trivium.kernel.rows import HumanTask
from trivium.kernel.session import Session

_LEAVES = st.sampled_from(["user", "script"])
_BLOCKS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.tuples(st.just("sequence"), st.lists(inner, min_size=1, max_size=3)),
        st.tuples(
            st.sampled_from(["exclusive", "parallel", "inclusive"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        st.tuples(st.sampled_from(["scope", "each", "one-by-one"]), inner),
    ),
    max_leaves=8,
)


class _Writer:
    """Writes a block as XML between two ids, with conditions on random variables."""

    def __init__(self) -> None:
        self._numbers = count()
        self.xml: list[str] = []

    def node(self, tag: str, attributes: str = "", body: str = "") -> str:
        name = f"{tag}{next(self._numbers)}"
        self.xml.append(f'<{tag} id="{name}"{attributes}>{body}</{tag}>')
        return name

    def flow(self, source: str, target: str, condition: str = "") -> str:
        name = f"f{next(self._numbers)}"
        inside = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        self.xml.append(
            f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'
        )
        return name

    def block(self, block) -> tuple[str, str]:
        """The first and the last node of a block."""
        if block == "user":
            node = self.node("userTask")
            return node, node
        if block == "script":
            node = self.node(
                "scriptTask", ' camunda:resultVariable="n"', "<script>count([1, 2])</script>"
            )
            return node, node
        kind, inner = block
        return getattr(self, kind.replace("-", "_"))(inner)

    def sequence(self, blocks) -> tuple[str, str]:
        parts = [self.block(each) for each in blocks]
        for (_, end), (start, _) in pairwise(parts):
            self.flow(end, start)
        return parts[0][0], parts[-1][1]

    def _split(self, tag: str, blocks, *, conditions: bool) -> tuple[str, str]:
        name = f"{tag}{next(self._numbers)}"
        join = self.node(tag)
        default = ""
        for number, each in enumerate(blocks):
            start, end = self.block(each)
            if number == 0 or not conditions:
                flow = self.flow(name, start)
                default = f' default="{flow}"' if conditions else ""
            else:
                self.flow(name, start, f"c{number}")
            self.flow(end, join)
        self.xml.append(f'<{tag} id="{name}"{default}/>')
        return name, join

    def exclusive(self, blocks) -> tuple[str, str]:
        return self._split("exclusiveGateway", blocks, conditions=True)

    def inclusive(self, blocks) -> tuple[str, str]:
        return self._split("inclusiveGateway", blocks, conditions=True)

    def parallel(self, blocks) -> tuple[str, str]:
        return self._split("parallelGateway", blocks, conditions=False)

    def _scope(self, inner, loop: str) -> tuple[str, str]:
        inside = _Writer()
        inside._numbers = self._numbers
        start, end = inside.block(inner)
        inside.flow(inside.node("startEvent"), start)
        inside.flow(end, inside.node("endEvent"))
        node = self.node("subProcess", "", loop + "".join(inside.xml))
        return node, node

    def scope(self, inner) -> tuple[str, str]:
        return self._scope(inner, "")

    def each(self, inner) -> tuple[str, str]:
        return self._scope(inner, _loop("false"))

    def one_by_one(self, inner) -> tuple[str, str]:
        return self._scope(inner, _loop("true"))


def _loop(sequential: str) -> str:
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{sequential}">'
        "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
    )


def _model(block) -> bytes:
    writer = _Writer()
    start, end = writer.block(block)
    writer.flow(writer.node("startEvent"), start)
    writer.flow(end, writer.node("endEvent"))
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p">'
        f"{''.join(writer.xml)}</process></definitions>"
    ).encode()


def _pages(tree) -> dict[int, bytes]:
    found = {page: encode_page(tree, page, str) for page in range(tree.last_page + 1)}
    return {page: data for page, data in found.items() if data is not None}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(block=_BLOCKS, answers=st.integers(0, 2**32))
def test_every_model_comes_to_its_end_and_its_state_survives(block, answers):
    chance = random.Random(answers)  # noqa: S311  # to be the same for the same number
    session = Session()
    session.deploy(bpmn.compile_source(bpmn.read(_model(block)))[0])
    root_id = session.start("p", {f"c{n}": chance.random() < 0.5 for n in range(1, 4)})
    while session.trees[root_id].items:
        tree = session.trees[root_id]
        tasks = [row for row, _ in session.rows.values() if isinstance(row, HumanTask)]
        assert tasks, "active, but with nothing to wait for"
        pages = _pages(tree)
        again = decode_tree(root_id, pages, session.by_id.get, {}, complete=True)
        assert _pages(again) == pages, "state is not what it was"
        session.trees[root_id] = again
        task = chance.choice(tasks)
        session.submit(commands.CompleteTask(task_id=task.id, variables={"last": task.element_id}))
    assert not session.rows, "something is left open"
    assert session.instances[root_id][0].state == "completed"
    assert codec.decode(codec.encode(session.events[root_id]))

"""Sessions with one instance: one that keeps its state, and one that reads it page by page for each command."""

from __future__ import annotations

from trivium import bpmn
from trivium.kernel import codec
from trivium.kernel.missing import Missing
from trivium.kernel.pages import decode_tree, encode_page
from trivium.kernel.session import Session

_BEGIN = 1_700_000_000_000


class _Decisions:
    """One decision, which always comes to the same."""

    def evaluate(self, key, variables, **_binding):
        del variables
        return [{key: 1}]


class Alone(Session):
    """Nobody beside the instance: what it sends to others goes nowhere."""

    def __init__(self, model):
        super().__init__(_BEGIN)
        self.decisions = _Decisions()
        other = model.replace(b'isExecutable="true">', b'isExecutable="true"><task id="more"/>')
        for each in (model, other):  # one to start, and one to migrate to
            definitions, _ = bpmn.compile_source(bpmn.read(each))
            self.deploy(definitions)

    def begin(self, values, start_event, trigger):
        """Starts the first version; gives the id of the instance."""
        versions = self.definitions["p"]
        self.definitions["p"] = versions[:1]
        root_id = self.start("p", dict(values), start_event=start_event, trigger=trigger)
        self.definitions["p"] = versions
        return root_id

    def _send(self, message, root_id):
        pass


class Keeping(Alone):
    """Decides on the state in memory."""

    def restore(self, root_id, pages):
        """Takes back what a command has done that was refused half-way."""
        self.trees[root_id] = decode_tree(root_id, pages, self.by_id.get, {}, complete=True)


class Paging(Alone):
    """Keeps the state as pages, reads those that a command needs, and writes those that it has touched."""

    def __init__(self, model):
        super().__init__(model)
        self.pages = {}
        self.partly = 0
        """How many commands were decided on a part of the state."""

    def begin(self, values, start_event, trigger):
        root_id = super().begin(values, start_event, trigger)
        self._write(self.trees[root_id], {0, *self.trees[root_id].dirty})
        return root_id

    def submit(self, command):
        root_id, item_id = self._target(command)
        needed, whole, count = {0, item_id >> 32}, False, self._count
        while True:
            self._count = count  # the ids of an attempt are given again to the next
            try:
                tree = self._read(root_id, needed, whole=whole)
                self.trees[root_id] = tree
                result = super().submit(command)
            except Missing as missing:
                needed |= set(missing.pages)
                whole = whole or missing.all_pages
                continue
            self.partly += not whole and len(needed) < len(self.pages)
            self._write(tree, {0, *tree.dirty})
            return result

    def _read(self, root_id, needed, *, whole):
        held = {page: data for page, data in self.pages.items() if whole or page in needed}
        tree = decode_tree(root_id, held, self.by_id.get, {}, complete=whole)
        if not whole:
            tree.loaded |= needed
        return tree

    def _write(self, tree, touched):
        for page in touched:
            data = encode_page(tree, page, str) if tree.items else None
            if data is None:
                self.pages.pop(page, None)
            else:
                self.pages[page] = data
        if not tree.items:
            self.pages.clear()


def are_equal(one, other):
    """Whether two states are the same; the order of keys says nothing."""
    return one == other or _canonical(one) == _canonical(other)


def _canonical(pages):
    return {page: codec.canonical(codec.decode(data)) for page, data in pages.items()}

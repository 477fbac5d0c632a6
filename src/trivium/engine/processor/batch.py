"""One batch: commands that share a transaction."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from trivium.engine.acting import KINDS, acting
from trivium.engine.observing.origin import kept, mark
from trivium.engine.starting import find_startable
from trivium.errors import Conflict, NotFound, NotPermitted, Refused, WrongState
from trivium.forms import FILE_TAG, digests_in
from trivium.kernel import codec, commands, decide
from trivium.kernel.decide import Decision
from trivium.kernel.events import VariablesSet
from trivium.kernel.ids import IdSource
from trivium.kernel.missing import Missing
from trivium.kernel.pages import LARGE_VALUE_BYTES, decode_tree, encode_page
from trivium.kernel.rows import Subscription
from trivium.kernel.tree import Tree
from trivium.store import prefetch
from trivium.store.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from trivium.engine.dry_run import Preview
    from trivium.engine.observing import Submitted
    from trivium.engine.processor.environment import Environments
    from trivium.store.cursors import Cursor
    from trivium.store.prefetch import Target

_TABLES = {
    "task_id": "tasks",
    "job_id": "jobs",
    "incident_id": "incidents",
    "subscription_id": "subscriptions",
    "instance_id": "instances",
}


def table_of(command: Any) -> tuple[str, str]:
    """The table and id of the row that a command is about."""
    for name, table in _TABLES.items():
        row_id = getattr(command, name, None)
        if row_id is not None:
            return table, row_id
    raise TypeError(type(command).__name__)


def gone(command: Any) -> NotFound:
    """What a command is about is not there, any more or ever, or not for who asks."""
    table, row_id = table_of(command)
    what = table.removesuffix("s")
    return NotFound(
        f"Expected an open {what} {row_id}, but there is none: it has ended, or never was. Ask again for"
        " what is open now.",
        code=f"{what}/not-found",
        id=row_id,
    )


_GONE_WITH_ELEMENT = ("tasks", "jobs", "subscriptions")
_FILE_MARK = f'"{FILE_TAG}"'.encode()
_IN_STEPS = (commands.ModifyInstance, commands.ResolveIncident, commands.TransitionItem)


class LoadedTree:
    """A tree in memory for the length of a batch, with the end of its journal.

    `pages` and `values` are what the batch has needed of it so far, `is_whole` says that this is all.
    """

    __slots__ = (
        "digest",
        "is_new",
        "is_whole",
        "pages",
        "root",
        "seq",
        "tree",
        "turns",
        "values",
    )

    def __init__(self, tree: Tree, root: prefetch.Root, *, is_new: bool) -> None:
        self.tree = tree
        self.root = root
        self.seq = root.seq
        self.digest = root.digest
        self.is_new = is_new
        self.turns: list[tuple[Any, int, int, int, str | None]] = []
        self.pages: set[int] = set()
        self.values: set[str] = set()
        self.is_whole = False

    def needs(self, missing: Missing) -> None:
        """More of it is needed, from now on until the batch is over."""
        self.pages.update(missing.pages)
        self.is_whole = self.is_whole or missing.all_pages
        if missing.value is not None:
            self.values.add(missing.value)


class Batch:
    """Decides commands against state that is read once, and collects what is to be written."""

    def __init__(
        self, cursor: Cursor, environments: Environments, now: int, preview: Preview | None = None
    ) -> None:
        self.cursor = cursor
        self._preview = preview
        self.now = now
        self.writing = Writing()
        self.environments = environments
        self._trees: dict[str, LoadedTree] = {}
        self._roots: dict[str, prefetch.Root] = {}
        self._peeked: dict[str, LoadedTree] = {}
        self._targets: dict[str, Target] = {}
        self._locked: set[str] = set()
        self._startable: dict[tuple[str, int | None, str | None], str] = {}
        self.messages_awaited: set[str] = set()
        self.names_locked: set[str] = set()
        self.carries_out: Submitted | None = None

    def has(self, root_id: str) -> bool:
        """Whether this transaction has locked that tree, or made it."""
        return root_id in self._locked

    # -- prefetch

    def read_ahead(self, items: list[Any]) -> None:
        """Locks the trees of many commands, and reads what they are about, at once."""
        wanted: dict[str, list[str]] = {}
        for command in items:
            if not isinstance(command, commands.StartInstance):
                table, row_id = table_of(command)
                wanted.setdefault(table, []).append(row_id)
        if wanted:
            self._find(wanted)

    def _find(self, wanted: dict[str, list[str]]) -> None:
        found = prefetch.find(self.cursor, wanted)
        self._targets.update(found.targets)
        self._locked.update(found.roots)
        for root_id, root in found.roots.items():
            self._roots.setdefault(root_id, root)

    def target(self, command: Any) -> Target:
        """Where a command goes.

        Raises:
            NotFound: there is no such thing any more, or never was.
        """
        table, row_id = table_of(command)
        if row_id not in self._targets:
            self._find({table: [row_id]})
        found = self._targets.get(row_id)
        if found is None:
            raise gone(command)
        return found

    def startable(self, key: str, version: int | None, kind: str | None = None) -> str:
        """The id of the definition to start; asked once a batch.

        Raises:
            NotFound: there is none. WrongState: it is suspended.
        """
        found = self._startable.get((key, version, kind))
        if found is None:
            found = find_startable(self.cursor, key, version, kind)
            self._startable[key, version, kind] = found
        return found

    # -- decide

    def carry_out(
        self, command: Any, seed: int, user: str | None, *, only_if_due: bool = False
    ) -> Any:
        """Decides one command, or a job's only if it is due; its rows and its journal entry are collected.

        Raises:
            Refused: it cannot be now; nothing of it is kept.
        """
        content = _storable(command)
        if isinstance(command, commands.StartInstance):
            return self._start(command, content, seed, user)
        target = self.target(command)
        self._is_about(target.root_id)
        if only_if_due and target.due_at > self.now:
            raise WrongState(
                f"Expected the job {command.job_id} to be due, but it is not yet: another node has"
                " done it, and it comes again.",
                code="job/not-due",
                id=command.job_id,
            )
        lease = getattr(command, "lease", None)
        if lease is not None and lease != target.lease:
            raise Conflict(
                f"Expected the lease {target.lease} of the job, but found {lease}: it ran out and"
                " somebody else has the job. Drop this result.",
                code="job/lease-lost",
            )
        item_id = getattr(command, "element_instance", None) or target.element_instance
        loaded = self._load_for(command, target.root_id, (item_id >> 32,))
        decision = self._decide(loaded, command, item_id, seed, user)
        self._keep(loaded, command, content, decision, user)
        return decision.result

    def lock(self, instance_id: str) -> None:
        """Nobody else changes the tree of an instance until the transaction is over."""
        if instance_id not in self._targets:
            self._find({"instances": [instance_id]})

    def remark(self, command: commands.Remark, seed: int, user: str | None) -> None:
        """Records what somebody says of an instance, running or over.

        Raises:
            NotFound: there is no such instance.
        """
        target = self.target(command)
        root_id = target.root_id
        if root_id in self._trees or self._roots[root_id].page is not None:
            self.carry_out(command, seed, user)
            return
        self._demand_remark(command)
        loaded = LoadedTree(Tree(root_id), self._roots[root_id], is_new=True)
        self._trees[root_id] = loaded
        self._is_about(root_id)
        decision = decide.record(command, target.element_instance)
        self._keep(loaded, command, _storable(command), decision, user)
        self.flush()

    def _demand_remark(self, command: commands.Remark) -> None:
        """What was said of something that is over its author changes, or an operator deletes."""
        who = acting()
        if who is None or command.action == "add" or command.author == who.user:
            return
        if command.action != "delete":
            raise NotPermitted(
                f"Expected a {command.kind} of your own, but it is one of {command.author}. Add another."
            )
        definition = self.environments.definition(
            prefetch.definition_id(self.cursor, command.instance_id)
        )
        who.demand("operate", KINDS.get(definition.kind, definition.kind), definition.key)

    def variables_at(self, root_id: str, item_id: int, names: tuple[str, ...]) -> dict[str, Any]:
        """Some variables as an element instance sees them; absent ones are left out."""
        loaded = self._trees.get(root_id) or self._peek(root_id, item_id >> 32)
        absent = object()
        while loaded is not None:
            try:
                item = loaded.tree.item(item_id)
                if item is None:
                    return {}
                seen = {name: item.get(name, absent) for name in names}
            except Missing as missing:
                loaded.needs(missing)
                self._reload(loaded)
            else:
                return {name: value for name, value in seen.items() if value is not absent}
        return {}

    def _peek(self, root_id: str, page: int) -> LoadedTree | None:
        """A tree that is looked at, and not locked for it; None if it has ended."""
        root = prefetch.root(self.cursor, root_id)
        if root is None or root.page is None:
            return None
        tree = self._decode(root_id, root, {page}, {}, whole=False)
        found = self._peeked[root_id] = LoadedTree(tree, root, is_new=False)
        found.pages.add(page)
        return found

    def _start(
        self, command: commands.StartInstance, content: bytes, seed: int, user: str | None
    ) -> Any:
        definition = self.environments.definition(command.definition_id)
        who = acting()
        if who is not None:
            who.demand_start(definition, by_message=command.trigger is not None)
        environment = self.environments.make(self.now, IdSource(self.now, seed))
        tree, decision = decide.start(command, definition, environment, user)
        loaded = LoadedTree(tree, prefetch.Root(None, 0, b""), is_new=True)
        self._trees[tree.root_id] = loaded
        self._is_about(tree.root_id)
        self._locked.add(tree.root_id)
        self._keep(loaded, command, content, decision, user)
        return decision.result

    def _decide(
        self, loaded: LoadedTree, command: Any, item_id: int, seed: int, user: str | None
    ) -> Decision:
        who = acting()
        while True:
            environment = self.environments.make(self.now, IdSource(self.now, seed))
            try:
                item = loaded.tree.item(item_id)
                if item is None and table_of(command)[0] in _GONE_WITH_ELEMENT:
                    raise gone(command)  # a command before it in this batch has ended it
                if who is not None and item is not None:
                    who.demand_command(command, item, loaded.tree.root_id)
                decision = decide.decide(command, loaded.tree, item_id, environment, user)
            except Missing as missing:
                loaded.needs(missing)
                self._reload(loaded)
            except Refused:
                if isinstance(command, _IN_STEPS):  # refused after some of it was done
                    self._reload(loaded)
                raise
            else:
                loaded.turns.append((command, item_id, self.now, seed, user))
                return decision

    def _load_for(self, command: Any, root_id: str, numbers: tuple[int, ...]) -> LoadedTree:
        try:
            return self._load(root_id, numbers)
        except WrongState:
            who = acting()
            if who is not None:
                who.demand_ended(command, root_id)
            raise

    def _load(self, root_id: str, numbers: tuple[int, ...]) -> LoadedTree:
        loaded = self._trees.get(root_id)
        if loaded is not None:
            loaded.pages.update(numbers)
            return loaded
        root = self._roots.get(root_id)
        if root is None:
            root = self._roots[root_id] = prefetch.lock(self.cursor, [root_id])[root_id]
            self._locked.add(root_id)
        peeked = self._peeked.pop(root_id, None)
        if peeked is not None and peeked.seq == root.seq:
            loaded = peeked
        else:
            tree = self._decode(root_id, root, set(numbers), {}, whole=False)
            loaded = LoadedTree(tree, root, is_new=False)
        self._trees[root_id] = loaded
        loaded.pages.update(numbers)
        return loaded

    def _decode(
        self,
        root_id: str,
        root: prefetch.Root,
        numbers: set[int],
        values: dict[str, Any],
        *,
        whole: bool,
    ) -> Tree:
        first = root.page
        if first is None:
            raise WrongState(
                f"Expected the instance {root_id} to be active, but it has ended.",
                code="instance/ended",
                instance=root_id,
            )
        while True:
            more = {number for number in numbers if number}
            pages = {0: first}
            if whole:
                pages.update(prefetch.all_pages(self.cursor, root_id))
            elif more:
                pages.update(prefetch.pages(self.cursor, root_id, more))
            try:
                tree = decode_tree(
                    root_id, pages, self.environments.definition, values, complete=whole
                )
            except Missing as missing:
                numbers |= set(missing.pages)
            else:
                tree.loaded |= numbers  # also those in which nothing lives any more
                return tree

    def _reload(self, loaded: LoadedTree) -> None:
        """The tree afresh with all that the batch needs of it, and what this has done to it done again."""
        while True:
            read = self.environments.large_values.read
            values = {digest: read(self.cursor, digest) for digest in loaded.values}
            root_id = loaded.tree.root_id
            loaded.tree = self._decode(
                root_id, loaded.root, loaded.pages, values, whole=loaded.is_whole
            )
            try:
                for command, item_id, now, seed, user in loaded.turns:
                    environment = self.environments.make(now, IdSource(now, seed))
                    decide.decide(command, loaded.tree, item_id, environment, user)
            except Missing as missing:
                loaded.needs(missing)
            else:
                return

    # -- flush

    def _keep(
        self,
        loaded: LoadedTree,
        command: Any,
        content: bytes,
        decision: Decision,
        user: str | None,
    ) -> None:
        root_id = loaded.tree.root_id
        if self._preview is not None:
            self._preview.add(root_id, content, decision)
        origin = None if self.carries_out is None else self.carries_out.origin
        if origin is not None:
            mark(decision.rows, origin)
        self.writing.rows(decision.rows, root_id)
        for row in decision.rows.added.values():
            if isinstance(row, Subscription) and row.kind == "message":
                self.messages_awaited.add(row.name)
        if _FILE_MARK in content:
            for digest in digests_in(codec.decode(content)):
                self.writing.use(digest, root_id)
        loaded.seq += 1
        entry = self._entry(root_id, content, decision)
        loaded.digest = chained(loaded.digest, root_id, loaded.seq, self.now, user, entry)
        kind = command.__struct_config__.tag
        self.writing.journal(root_id, loaded.seq, self.now, user, kind, entry, loaded.digest)
        for number, message in enumerate(decision.outbox):
            job_id = f"{root_id}:{loaded.seq}:{number}"
            self.writing.command_job(job_id, self.now, message | {"from": root_id} | kept(origin))

    def _is_about(self, root_id: str) -> None:
        if self.carries_out is not None and self.carries_out.root_id is None:
            self.carries_out.root_id = root_id

    def _entry(self, root_id: str, content: bytes, decision: Decision) -> bytes:
        entry = codec.encode([msgspec.Raw(content), decision.events])
        if len(entry) <= LARGE_VALUE_BYTES:
            return entry
        plain = codec.decode(content)
        for name in ("variables", "local_variables"):
            if plain.get(name):
                plain[name] = self._apart(root_id, plain[name])
        events = [
            (
                VariablesSet(event.item, self._apart(root_id, event.values))
                if isinstance(event, VariablesSet)
                else event
            )
            for event in decision.events
        ]
        return codec.encode([plain, events])

    def _apart(self, root_id: str, values: dict[str, Any]) -> dict[str, Any]:
        """Large values replaced by references."""
        kept: dict[str, Any] = {}
        for name, value in values.items():
            data = codec.encode(value) if isinstance(value, str | list | dict) else b""
            if len(data) > LARGE_VALUE_BYTES:
                kept[name] = {"$large": [self._put_value(root_id, data), len(data)]}
            else:
                kept[name] = value
        return kept

    def _put_value(self, root_id: str, data: bytes) -> str:
        digest = hashlib.blake2b(data, digest_size=32).hexdigest()
        self.writing.value(digest, data, root_id)
        return digest

    def flush(self) -> None:
        """Writes everything that the batch has decided."""
        for loaded in self._trees.values():
            if not loaded.turns and not loaded.is_new:
                continue
            tree = loaded.tree
            put: Callable[[bytes], str] = partial(self._put_value, tree.root_id)
            if not tree.items:
                self.writing.root(tree.root_id, None, loaded.seq, loaded.digest)
                if tree.last_page:
                    self.writing.drop_pages(tree.root_id)
                continue
            self.writing.root(tree.root_id, encode_page(tree, 0, put), loaded.seq, loaded.digest)
            for page in tree.dirty:
                self.writing.page(tree.root_id, page, encode_page(tree, page, put))
        self.writing.flush(self.cursor)
        self._trees.clear()
        self._roots.clear()
        self._peeked.clear()
        self._targets.clear()


def _storable(command: Any) -> bytes:
    """The JSON of a command.

    Raises:
        InvalidInput: a variable in it holds what cannot be stored, or a key `$feel`, which is ours.
    """
    content = codec.encode(command)
    if codec.has_tag(content):
        codec.decode(content)
    return content


def chained(  # what the hash covers
    previous: bytes, root_id: str, seq: int, at: int, actor: str | None, entry: bytes
) -> bytes:
    """The hash of a journal entry: BLAKE2b-256 over the hash before it and all that the entry says."""
    digest = hashlib.blake2b(previous, digest_size=32)
    digest.update(codec.encode([root_id, seq, at, actor]))
    digest.update(entry)
    return digest.digest()

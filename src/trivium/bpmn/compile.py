"""From the XML of a model to its executable form, or to the list of what is wrong with it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from trivium import expressions
from trivium.bpmn import continuations, dialect, flows, soundness
from trivium.bpmn.checks import check
from trivium.bpmn.checks.vocabulary import check_roots
from trivium.bpmn.continuations import Continuations
from trivium.bpmn.elements import ELEMENTS, IGNORED
from trivium.bpmn.elements.activity import FlowNode
from trivium.bpmn.elements.containers.process import Process
from trivium.bpmn.elements.tasks.sending_event import SendingEvent
from trivium.bpmn.lanes import read_lanes
from trivium.bpmn.listeners import listened, read_listeners, read_take_listeners
from trivium.bpmn.loops import compile_loop
from trivium.bpmn.mappings import map_passing_event
from trivium.bpmn.names import BPMN
from trivium.bpmn.work import sends_by_work
from trivium.errors import Finding, InvalidModel, TriviumError
from trivium.expressions.schedule import retry_delays
from trivium.kernel.events import FlowTaken
from trivium.kernel.graph import Definition, Flow, Node
from trivium.kernel.listeners import Listener
from trivium.kernel.scripts import SANDBOXED, SandboxedScript, language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.expressions import Expression
    from trivium.kernel.behaviour import Behaviour
    from trivium.kernel.graph import Enter
    from trivium.xml import Document, Element


def compile_processes(document: Document) -> tuple[list[Definition], list[Finding]]:
    """The executable processes of a BPMN file, and warnings about them.

    A process counts as executable unless `isExecutable` says no; without the attribute it does (Flowable).

    Raises:
        InvalidModel: one of them cannot run; every fault is listed.
    """
    processes, findings = survey_processes(document)
    if any(finding.severity == "error" for finding in findings):
        raise InvalidModel(findings)
    return processes, findings


def survey_processes(document: Document) -> tuple[list[Definition], list[Finding]]:
    """Like `compile_processes`, for who wants to see the faults beside the rest; nothing of it may run."""
    compiler = Compiler(document)
    processes = [
        compiler.process(xml)
        for xml in document.root.findall("process", BPMN)
        if (xml.get("isExecutable") or "true").strip() in {"true", "1"}
    ]
    check_roots(document.root, compiler)
    if not processes:
        compiler.refuse(
            document.root,
            "bpmn/no-executable-process",
            "Expected an executable process, but the file has none.",
            'Set isExecutable="true" on the process.',
        )
    return processes, compiler.findings


class Compiler:
    """Compiles one file; collects findings instead of stopping at the first."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.findings: list[Finding] = []
        self.by_id: dict[str, Element] = {}
        for xml in document.root.iter():
            xml_id = xml.get("id")
            if xml_id is not None and xml.namespace == BPMN:
                self.by_id.setdefault(xml_id, xml)
        self.definition: Definition
        self.links_thrown: list[tuple[Node, str]] = []
        self.links_caught: list[tuple[Node, str]] = []
        self.activity_references: list[tuple[Element, Node, str]] = []
        self._nodes: dict[str, Node] = {}
        self._xml: dict[str, Element] = {}
        self._owners: dict[int, str | None] = {}
        self._taken: dict[str, tuple[Listener, ...]] = {}
        self.heard: dict[str, tuple[Listener, ...]] = {}
        """The listeners of what is no activity, by the id of the element."""
        self._continued: dict[str, Continuations] = {}
        self.default_language = language_of(document.root.get("expressionLanguage"))

    # -- what is wrong

    def refuse(
        self, xml: Element, code: str, message: str, remedy: str, *, warning: bool = False
    ) -> None:
        """Notes a fault at an element."""
        self.findings.append(
            Finding(
                code,
                message,
                xml.get("id") or self._owner(xml),
                xml.line,
                remedy,
                "warning" if warning else "error",
            )
        )

    def _owner(self, xml: Element) -> str | None:
        """The id of the element around one without an id, such as an extension."""
        if not self._owners:
            self._note_owners(self.document.root, None)
        return self._owners.get(id(xml))

    def _note_owners(self, xml: Element, owner: str | None) -> None:
        self._owners[id(xml)] = owner
        for child in xml.children:
            self._note_owners(child, xml.get("id") or owner)

    def is_refused(self, xml: Element) -> bool:
        """Whether a fault was already found at this element."""
        return any(
            finding.line == xml.line and finding.severity == "error" for finding in self.findings
        )

    def node(self, node_id: str | None) -> Node | None:
        """The node with this id in the process being compiled."""
        return self._nodes.get(node_id or "")

    def host(self, boundary: Node) -> Node | None:
        """The activity that a boundary event is attached to."""
        return self.node(self.xml_of(boundary).get("attachedToRef"))

    def is_event_subprocess(self, node: Node) -> bool:
        """Whether a container is started by an event inside it."""
        return self.xml_of(node).get("triggeredByEvent") == "true"

    def xml_of(self, node: Node) -> Element:
        """The XML element of a node."""
        return self._xml[node.id]

    # -- processes and what is in them

    def process(self, xml: Element) -> Definition:
        """Compiles one process."""
        key = xml.get("id") or ""
        root = Node(key, "process", xml.get("name"), xml.line, None, documentation_of(xml))
        self.definition = Definition(
            "process",
            key,
            root,
            [],
            xml.get("name"),
            version_tag=_version_tag(xml),
        )
        self.definition.properties = dialect.properties(xml)
        self.definition.lanes = read_lanes(xml)
        self._nodes = {}
        self._xml = {}
        self.add(root, xml)
        root.behaviour = Process.compile(root, xml, self)
        root.enter = root.behaviour.enter
        self._resolve_activity_references()
        self._associate(xml)
        check(self.definition, self)
        root.leave = flows.Ends(root).leave
        self.definition.by_id = dict(self._nodes)
        if not any(finding.severity == "error" for finding in self.findings):
            soundness.check(self.definition, self)
        return self.definition

    def add(self, node: Node, xml: Element) -> None:
        """Gives a node its place in the definition."""
        node.definition = self.definition
        node.index = len(self.definition.nodes)
        node.properties = dialect.properties(xml)
        self.definition.nodes.append(node)
        if node.id in self._nodes:
            self.refuse(
                xml,
                "bpmn/duplicate-id",
                f"Expected unique ids, but {node.id} occurs twice.",
                "Rename one.",
            )
        self._nodes[node.id] = node
        self._xml[node.id] = xml

    def contents(self, container: Node, xml: Element) -> list[Node]:
        """Compiles the flow elements inside a process or sub-process."""
        nodes: list[tuple[Node, Element, type[Behaviour]]] = []
        for child in xml.children:
            if child.namespace != BPMN or child.name in IGNORED or child.name == "sequenceFlow":
                continue
            behaviour = SendingEvent if sends_by_work(child) else ELEMENTS.get(child.name)
            if behaviour is None:
                self.refuse(
                    child,
                    "bpmn/unsupported-element",
                    f"Expected an element that Trivium executes, but found `{child.name}`.",
                    "See docs/reference/bpmn.md for those that it does.",
                )
                behaviour = FlowNode  # so that its flows are judged for themselves
            node = Node(
                child.get("id") or f"{child.name}-{child.line}",
                child.name,
                child.get("name"),
                child.line,
                container,
                documentation_of(child),
            )
            self.add(node, child)
            nodes.append((node, child, behaviour))
        self._connect(xml)
        self._attach(nodes)
        for node, child, behaviour in nodes:
            flows.bind(node)
            node.behaviour = behaviour.compile(node, child, self)  # type: ignore[attr-defined]  # all elements have it
            node.enter = node.behaviour.enter
            compile_loop(node, child, self)
            self._listen(node, child)
            map_passing_event(node, child, self)
            self._continue(node, child)
        inside = [node for node, _, _ in nodes]
        for node in inside:
            for flow in node.outgoing:
                flow.enter = self._entry(flow)
        self._resolve_links()
        flows.watch_joins(inside)
        return inside

    def _entry(self, flow: Flow) -> Enter:
        enter: Enter = flow.target.behaviour.entry(flow)  # type: ignore[attr-defined]  # all elements have it
        if flow.target.id in self._continued and self._continued[flow.target.id].before:
            enter = continuations.before(flow, enter)
        taken = self._taken.get(flow.id, ())
        if taken:
            enter = listened(flow.target, taken, enter, flow)
        if flow.source.id in self._continued and self._continued[flow.source.id].after:
            enter = continuations.after(flow, enter)
        return enter

    def _continue(self, node: Node, xml: Element) -> None:
        """Retries and continuations of what is no activity."""
        if hasattr(node.behaviour, "async_before"):
            return
        node.retry_delays = self.retry_delays(xml)
        self._continued[node.id] = continued = Continuations(node, xml)
        if continued.after and not node.outgoing:
            continuations.at_end(node)

    def _listen(self, node: Node, xml: Element) -> None:
        """Listeners of what is no activity: they hear its token pass."""
        if hasattr(node.behaviour, "listeners"):
            return
        found = read_listeners(xml, self)
        listeners = (*found.start, *found.end)
        self.heard[node.id] = (*self.heard.get(node.id, ()), *listeners)
        if node.kind == "boundaryEvent":  # no flow leads into it
            node.leave = listened(node, listeners, node.leave)
        else:
            node.enter = listened(node, listeners, node.enter)

    def _connect(self, xml: Element) -> None:
        outgoing: dict[str, list[Flow]] = {}
        incoming: dict[str, list[Flow]] = {}
        for child in xml.findall("sequenceFlow", BPMN):
            flow = self._flow(child)
            if flow is not None:
                outgoing.setdefault(flow.source.id, []).append(flow)
                incoming.setdefault(flow.target.id, []).append(flow)
        for node_id, found in outgoing.items():
            self._nodes[node_id].outgoing = tuple(found)
        for node_id, found in incoming.items():
            self._nodes[node_id].incoming = tuple(found)
        for node_id, found in outgoing.items():
            default = self._xml[node_id].get("default")
            if default is not None:
                node = self._nodes[node_id]
                node.default = next((flow for flow in found if flow.id == default), None)

    def _flow(self, xml: Element) -> Flow | None:
        ends = {}
        for name in ("sourceRef", "targetRef"):
            node = self._nodes.get(xml.get(name) or "")
            if node is None:
                self.refuse(
                    xml,
                    "bpmn/unknown-reference",
                    f"Expected `{name}` to name an element beside this flow, but found "
                    f"{xml.get(name)!r}.",
                    "Connect the flow.",
                )
                return None
            ends[name] = node
        flow_id = xml.get("id") or f"{ends['sourceRef'].id}→{ends['targetRef'].id}"
        flow = Flow(
            flow_id,
            ends["sourceRef"],
            ends["targetRef"],
            FlowTaken(flow_id),
            self.condition(xml.find("conditionExpression", BPMN)),
            xml.line,
        )
        listeners = read_take_listeners(xml, self)
        if listeners:
            self._taken[flow_id] = listeners
            target = ends["targetRef"].id
            self.heard[target] = (*self.heard.get(target, ()), *listeners)
        if ends["sourceRef"].container is not ends["targetRef"].container:
            self.refuse(
                xml,
                "bpmn/flow-crosses-scope",
                "Expected a sequence flow to stay inside its sub-process, but it crosses the"
                " border.",
                "Connect the sub-process itself.",
            )
        return flow

    def _attach(self, nodes: list[tuple[Node, Element, type[Behaviour]]]) -> None:
        """Boundary events to their activities, before either is compiled."""
        for node, xml, _ in nodes:
            if node.kind != "boundaryEvent":
                continue
            host = self._nodes.get(xml.get("attachedToRef") or "")
            if host is None or host.container is not node.container:
                self.refuse(
                    xml,
                    "bpmn/unknown-reference",
                    "Expected attachedToRef to name an activity, but found"
                    f" {xml.get('attachedToRef')!r}.",
                    "Attach the event to an activity.",
                )
                continue
            host.boundary = (*host.boundary, node)

    def _associate(self, xml: Element) -> None:
        """Compensation boundary events with their handlers, wherever the association stands."""
        for child in xml.iter():
            if (child.name, child.namespace) != ("association", BPMN):
                continue
            source = self._nodes.get(child.get("sourceRef") or "")
            target = self._nodes.get(child.get("targetRef") or "")
            if source is not None and target is not None and source.kind == "boundaryEvent":
                self.definition.compensations[source.id] = target

    def _resolve_links(self) -> None:
        """Links of the container that has just been read; those of its containers are done."""
        for node, name in self.links_thrown:
            targets = [
                c for c, n in self.links_caught if n == name and c.container is node.container
            ]
            if len(targets) == 1:
                self.definition.links[node.id] = targets[0]
            else:
                self.refuse(
                    self.xml_of(node),
                    "bpmn/link-target",
                    f"Expected one catching link event named {name!r} beside it, but found"
                    f" {len(targets)}.",
                    "Draw one.",
                )
        self.links_thrown.clear()
        self.links_caught.clear()

    def _resolve_activity_references(self) -> None:
        for xml, node, reference in self.activity_references:
            if self.node(reference) is None:
                self.refuse(
                    xml if xml.get("id") else self.xml_of(node),
                    "bpmn/unknown-reference",
                    f"Expected activityRef to name an activity, but found {reference!r}.",
                    "Correct the reference.",
                )
        self.activity_references.clear()

    # -- references

    def referenced(
        self, xml: Element, attribute: str, name: str, *, required: bool = True
    ) -> Element | None:
        """The root element (`message`, `error`, …) that an attribute names."""
        reference = xml.get(attribute)
        if reference is None:
            return None
        local = reference.rpartition(":")[2]
        found = self.by_id.get(reference) or self.by_id.get(local)
        if found is None or found.name != name:
            if required:
                self._refuse_reference(xml, attribute, name)
            return None
        return found

    def _refuse_reference(self, xml: Element, attribute: str, name: str) -> None:
        self.refuse(
            xml,
            "bpmn/unknown-reference",
            f"Expected {attribute} to name a `{name}` of this file, but found"
            f" {xml.get(attribute)!r}.",
            f"Define the {name}, or correct the reference.",
        )

    # -- expressions

    def condition(self, xml: Element | None) -> Expression | None:
        """A condition or other formal expression, in the language that it says."""
        if xml is None:
            return None
        if dialect.attribute(xml, "resource") is not None:
            self.refuse(
                xml,
                "bpmn/unsupported-resource",
                "Expected the expression in the model, but it is in another resource.",
                "Write it into the element.",
            )
            return None
        return self.expression(xml, xml.text or "", language_of(xml.get("language")))

    def expression(self, xml: Element, text: str, language: str | None = None) -> Expression | None:
        """An expression: `${…}` is JUEL, a leading `=` is FEEL, else the declared language, else FEEL."""
        if language not in {None, "feel", "juel"}:
            return self.script(xml, language or "", text)
        text = text.strip()
        try:
            if text.startswith("="):
                return expressions.compile(text[1:], language="feel")
            if "${" in text or "#{" in text:
                return expressions.template(text)
            if (language or self.default_language) == "juel":
                return expressions.compile(text, language="juel")
            return expressions.compile(text, language="feel")
        except TriviumError as error:
            self.refuse(
                xml,
                error.code,
                error.message,
                "Correct the expression; FEEL and JUEL `${…}` are understood.",
            )
            return None

    def text(self, xml: Element, text: str | None) -> Expression | None:
        """A text that may hold `${…}`, or be FEEL after a leading `=`; None stays None."""
        if text is None or not text.strip():
            return None
        try:
            return expressions.written(text)
        except TriviumError as error:
            self.refuse(xml, error.code, error.message, "Correct the expression.")
            return None

    def script(self, xml: Element, language: str, source: str) -> Expression | None:
        """A script as an expression; languages other than FEEL and JUEL run in the sandbox."""
        known = language_of(language) or ("juel" if "${" in source else "feel")
        if known in {"feel", "juel"}:
            return self.expression(xml, source, known)
        if known in SANDBOXED:
            return cast("Expression", SandboxedScript(source, SANDBOXED[known]))
        self.refuse(
            xml,
            "bpmn/unsupported-script-language",
            f"Expected a script in FEEL, JavaScript or Starlark, but found `{language}`.",
            "Rewrite it in one of these, or make it a service task with a Python handler.",
        )
        return None

    def retry_delays(self, xml: Element) -> tuple[int, ...]:
        """The pauses of the retry cycle (`R3/PT10S`) in milliseconds; empty without one."""
        found = dialect.extension(xml, "failedJobRetryTimeCycle")
        text = None if found is None else (found.text or "").strip()
        if not text:
            return ()
        try:
            plan = retry_delays(text)
        except TriviumError as error:
            self.refuse(xml, error.code, error.message, "Write it like R3/PT10S.")
            return ()
        pauses = [delay // timedelta(milliseconds=1) for delay in plan.delays]
        count = len(pauses) if plan.retries is None else plan.retries
        return tuple(pauses[min(number, len(pauses) - 1)] for number in range(count))

    def children(self, xml: Element, *names: str) -> Iterator[Element]:
        """The BPMN children of these names."""
        return (c for c in xml.children if c.namespace == BPMN and c.name in names)


def _version_tag(xml: Element) -> str | None:
    zeebe = dialect.zeebe(xml, "versionTag")
    return dialect.attribute(xml, "versionTag") if zeebe is None else zeebe.get("value")


def documentation_of(xml: Element) -> str | None:
    """The text of `documentation`."""
    found = xml.find("documentation", BPMN)
    return found.text.strip() if found is not None and found.text else None

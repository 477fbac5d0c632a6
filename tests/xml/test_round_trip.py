"""Reading and writing back loses nothing; lxml's canonical XML is the judge."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from trivium.xml import Comment, Document, Element, Instruction, Node, parse, write

MODEL_FILES = ("*.bpmn", "*.bpmn20.xml", "*.cmmn", "*.dmn")


def conformance_folder() -> Path | None:
    if named := os.environ.get("TRIVIUM_CONFORMANCE"):
        return Path(named)
    for folder in Path(__file__).resolve().parents:
        if (found := folder / "shared" / "conformance").is_dir():
            return found
    return None


def model_files() -> list[Path]:
    folder = conformance_folder()
    return sorted({f for kind in MODEL_FILES for f in folder.rglob(kind)}) if folder else []


def canonical(data: bytes) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.canonicalize(etree.fromstring(data, parser), with_comments=True)


def shape(node: Node) -> tuple[object, ...]:
    if not isinstance(node, Element):
        return (type(node), node.text, getattr(node, "target", ""), node.tail)
    return (
        *(node.name, node.namespace, node.prefix, dict(node.attributes), node.head, node.tail),
        *(dict(node.nsmap), dict(node.declared), dict(node.spelling)),
        *(shape(inner) for inner in node.nodes),
    )


def test_conformance_models_are_there() -> None:
    if conformance_folder() is None:
        pytest.skip("no shared/conformance folder above, and TRIVIUM_CONFORMANCE is not set")
    assert len(model_files()) > 500


@pytest.mark.parametrize("path", model_files(), ids=lambda path: "/".join(path.parts[-2:]))
def test_a_model_comes_back_as_it_was(path: Path) -> None:
    data = path.read_bytes()
    document = parse(data)
    written = write(document)
    assert canonical(written) == canonical(data)
    assert shape(parse(written).root) == shape(document.root)


NAMES = st.sampled_from(["a", "task", "é", "_x.y-1", "流程"])
PREFIXES = st.sampled_from(["", "p", "q", "ns0"])
URIS = st.sampled_from(["", "urn:a", "urn:b", "urn:a?b&c"])
TEXTS = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"),
        include_characters="\t\n\r<>&\"']",
        exclude_characters="\ufffe\uffff",
    ),
    max_size=12,
)
COMMENTS = TEXTS.filter(lambda text: "--" not in text and text[-1:] != "-" and "\r" not in text)
INSTRUCTIONS = COMMENTS.filter(lambda text: "?>" not in text and text == text.lstrip())
NOTES = st.builds(Comment, COMMENTS, TEXTS) | st.builds(Instruction, NAMES, INSTRUCTIONS, TEXTS)
ATTRIBUTES = st.dictionaries(
    st.builds(lambda uri, name: f"{{{uri}}}{name}" if uri else name, URIS, NAMES), TEXTS, max_size=3
)


def elements(children: st.SearchStrategy[Element]) -> st.SearchStrategy[Element]:
    return st.builds(
        Element,
        NAMES,
        URIS,
        ATTRIBUTES,
        st.lists(NOTES | children, max_size=3).map(tuple),
        TEXTS,
        TEXTS,
        st.just(0),
        PREFIXES,
    )


TREES = st.recursive(elements(st.nothing()), elements, max_leaves=8)


def meaning(node: Node) -> tuple[object, ...]:
    if not isinstance(node, Element):
        return (type(node), node.text, getattr(node, "target", ""), node.tail)
    inner = tuple(meaning(child) for child in node.nodes)
    return (node.name, node.namespace, dict(node.attributes), node.head, node.tail, inner)


@given(TREES)
def test_any_tree_made_by_hand_is_read_back_as_it_was_meant(root: Element) -> None:
    root = root.replace(tail="")
    written = write(Document(root))
    document = parse(written)
    assert meaning(document.root) == meaning(root)
    assert write(document) == written
    canonical(written)


@given(TREES, TREES)
def test_an_element_moved_to_another_tree_keeps_its_meaning(one: Element, other: Element) -> None:
    read_one = parse(write(one)).root
    read_other = parse(write(other)).root
    moved = read_one.replace(children=(*read_one.nodes, read_other))
    assert meaning(parse(write(moved)).root) == meaning(moved.replace(tail=""))


def test_notes_around_the_root_and_standalone_are_kept() -> None:
    data = b'<?xml version="1.0" standalone="yes"?><!--a--><?p q?><r><![CDATA[<&]]></r><!--b-->'
    document = parse(data)
    assert document.standalone is True
    assert [type(note) for note in document.prolog] == [Comment, Instruction]
    assert document.root.text == "<&"
    assert canonical(write(document)) == canonical(data)

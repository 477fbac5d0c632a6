"""What a reader of models asks of the tree."""

from __future__ import annotations

import pytest

from trivium.xml import Comment, Element, InvalidXml, parse, write

MODEL = b"""<?xml version="1.0"?>
<definitions xmlns="urn:m" xmlns:x="urn:x">
  <process id="p" x:version="3"><!-- why -->
    <task id="a"/>
    <x:note>one<!-- and --> two<b/>three</x:note>
    <task id="b"
          name="B"/>
  </process>
</definitions>"""


def test_names_attributes_and_lines_are_found() -> None:
    root = parse(MODEL).root
    process = root.find("process")
    assert process is not None
    assert (root.name, root.namespace, root.line) == ("definitions", "urn:m", 2)
    assert process.get("{urn:x}version") == "3"
    assert process.get("version") is None
    assert process.get("version", "1") == "1"
    assert [task.get("id") for task in process.findall("task")] == ["a", "b"]
    assert [task.line for task in process.findall("task")] == [4, 6]
    assert process.find("note") is None
    assert [element.name for element in root.iter()] == [
        *("definitions", "process", "task", "note", "b", "task"),
    ]
    assert dict(process.nsmap) == {"": "urn:m", "x": "urn:x"}


def test_a_comment_does_not_cut_text_short() -> None:
    note = parse(MODEL).root.children[0].find("note", "urn:x")
    assert note is not None
    assert note.text == "one two"
    assert note.children[0].tail == "three"


def test_lines_are_right_beyond_65535() -> None:
    root = parse(b"<r>" + b"\n" * 70_000 + b"<a>\n\n  <b/></a>\n<c/></r>").root
    assert [element.line for element in root.iter()] == [1, 70_001, 70_003, 70_004]


def test_an_element_is_changed_by_making_another() -> None:
    document = parse(MODEL)
    process = document.root.children[0]
    task = process.children[0].replace(attributes={"id": "a", "{urn:x}by": "me", "{urn:y}z": "1"})
    nodes = tuple(task if node is process.children[0] else node for node in process.nodes)
    root = document.root.replace(children=(process.replace(children=nodes),))
    written = write(document.replace(root)).decode()
    assert '<task xmlns:ns0="urn:y" id="a" x:by="me" ns0:z="1"/>' in written
    assert "<!-- why -->" in written
    assert process.children[0].attributes == {"id": "a"}


def test_the_tree_is_frozen() -> None:
    root = parse(MODEL).root
    with pytest.raises(AttributeError):
        root.name = "other"  # type: ignore[misc]  # that it is refused is the test
    with pytest.raises(TypeError):
        root.attributes["a"] = "b"  # type: ignore[index]  # that it is refused is the test


@pytest.mark.parametrize(
    "element",
    [
        Element("a b"),
        Element("a", head="\x00"),
        Element("a", attributes={"x y": ""}),
        Element("a", attributes={"x": "\ud800"}),
        Element("a", nodes=(Comment("a--b"),)),
        Element("a><b"),
    ],
)
def test_what_cannot_be_xml_is_refused_by_the_writer(element: Element) -> None:
    with pytest.raises(InvalidXml) as caught:
        write(element)
    assert caught.value.code == "xml/not-writable"

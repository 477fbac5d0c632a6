"""BPMN 2.0: reading, checking, compiling and the behaviour of every element."""

from trivium.bpmn.source import Source, compile_source, read, survey_source

__all__ = ["Source", "compile_source", "read", "survey_source"]

"""CMMN 1.1: reading, checking, compiling and the behaviour of every element."""

from trivium.cmmn.source import Source, compile_source, read, survey_source

__all__ = ["Source", "compile_source", "read", "survey_source"]

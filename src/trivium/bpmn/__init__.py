"""BPMN 2.0: reading, checking, compiling and the behaviour of every element."""

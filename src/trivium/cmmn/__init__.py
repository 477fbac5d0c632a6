"""CMMN 1.1: reading, checking, compiling and the behaviour of every element."""

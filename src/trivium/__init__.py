"""Trivium: processes (BPMN 2.0), cases (CMMN 1.1) and decisions (DMN/FEEL) in one engine."""

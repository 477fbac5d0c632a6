"""Runs suites of models with expected behaviour against the engine, through its public façade."""

"""Readers of the journal: projections, publishers, clean-up."""

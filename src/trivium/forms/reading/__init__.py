"""Readers of forms, by the notation that they are written in."""

"""Rows of people's work: calendars, targets, clocks, assignments, and how far the journal was read."""

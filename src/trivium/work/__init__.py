"""People's work: when they work, by when it is due, and who does it."""

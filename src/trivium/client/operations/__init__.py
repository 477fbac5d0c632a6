"""Every operation, described as a call."""

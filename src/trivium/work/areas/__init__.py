"""The areas of `Work`."""

"""Trees into closures."""

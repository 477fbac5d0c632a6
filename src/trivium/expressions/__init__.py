"""One face for all expression languages: parse once, evaluate in a scope."""

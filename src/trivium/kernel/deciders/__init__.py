"""How each command is decided, by what it is about."""

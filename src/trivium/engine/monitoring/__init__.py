"""How things stand: figures of what is open and of what was."""

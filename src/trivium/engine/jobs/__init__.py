"""Work that is done later: timers, continuations, commands for other trees, handlers."""

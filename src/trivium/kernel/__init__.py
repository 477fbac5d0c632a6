"""The pure core: definitions, instance state, commands, events and the step loop."""

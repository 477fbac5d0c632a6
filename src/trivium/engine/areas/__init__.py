"""The areas of the façade: `engine.tasks`, `engine.instances` and the others."""

"""DMN 1.1 to 1.5: decisions, from the model to the explained result."""

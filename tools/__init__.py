"""Programs that write and draw what the documentation shows."""

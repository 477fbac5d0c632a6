"""What a test needs: a clock moved by hand, an engine in memory, assertions that read as sentences."""

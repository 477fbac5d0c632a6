"""The tests of Trivium."""

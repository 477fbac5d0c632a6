"""Functions of ranges, the interval algebra. Standard: DMN 1.5, 10.3.4.7."""

FUNCTIONS = ()

"""Measures Trivium beside its peers and the physical limits; ratios of one run are what counts."""

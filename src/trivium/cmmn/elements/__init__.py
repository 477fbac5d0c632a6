"""The behaviours of what a case plan is made of, one a kind."""

"""The people and machines that pick up in the simulated town."""

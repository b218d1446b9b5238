"""Whole campaigns over the simulated vendors."""

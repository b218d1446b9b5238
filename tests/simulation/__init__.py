"""Tests of what the simulated vendors share."""

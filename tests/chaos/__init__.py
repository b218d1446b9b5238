"""Whole deployments under faults, judged by an oracle that imports nothing of the application."""

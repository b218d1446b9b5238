"""Signing in and what belongs to an account; knows no app."""

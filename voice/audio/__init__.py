"""Conversations in sound: what the line plays of the agent, what was heard; imports session."""

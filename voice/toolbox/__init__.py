"""The agent's tools, by what they are about."""

"""The ports of engines, voices and text agents, and what they share; imports nothing of voice."""

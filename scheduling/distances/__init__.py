"""The Distance port, its registry and adapters; imports nothing of scheduling."""

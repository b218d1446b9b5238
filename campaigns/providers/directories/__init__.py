"""The Directory port, its registry and adapters; imports nothing of campaigns."""

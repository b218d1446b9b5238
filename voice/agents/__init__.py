"""The VoiceAgent port, its registry and what adapters share; imports nothing of voice."""

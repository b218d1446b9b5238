"""ElevenLabs agents: their socket, its messages, and everything that can go wrong."""

"""The VoiceAgent port and its adapters."""

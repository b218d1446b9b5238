"""Deepgram's recognisers behind the SpeechToText port: Flux, which knows turns, and Nova."""

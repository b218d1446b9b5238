"""Deepgram on loopback: Flux and Nova, who understand the words that are in the sound."""

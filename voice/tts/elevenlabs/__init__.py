"""ElevenLabs' streaming speech behind the TextToSpeech port: one socket, a context an utterance."""

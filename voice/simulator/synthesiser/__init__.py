"""ElevenLabs' streaming speech on loopback: text in, sound that carries its words out."""

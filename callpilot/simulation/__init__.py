"""What the simulated vendors share: a sound that carries words, codecs, and one server."""

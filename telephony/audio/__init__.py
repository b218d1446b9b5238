"""Sound as numbers: codecs, sampling rates, keys, WAV files; imports numpy alone."""

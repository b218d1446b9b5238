"""The TextToSpeech port and its registry; of voice it imports what all voice vendors share."""

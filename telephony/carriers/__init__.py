"""The Carrier port: its verbs, its media stream, its registry; imports nothing of telephony."""

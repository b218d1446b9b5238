"""The words: who speaks, when, and with which tools."""

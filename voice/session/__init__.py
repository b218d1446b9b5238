"""One agent's session on one call: its words, tools, sound and end; imports decisions and below."""

"""One agent's session on one call: its words, tools and end, without sound; imports decisions."""

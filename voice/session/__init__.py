"""One agent's session on one call: its words, tools, clocks and end; imports tools and below."""

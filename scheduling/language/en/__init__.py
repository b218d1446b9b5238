"""English words for times, and how they are read and said; imports language's base and pieces."""

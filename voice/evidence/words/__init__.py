"""English words of the evidence as lists of patterns over plain lower case; imports nothing."""

"""English words of the evidence as patterns over plain lower case; imports the tables of times."""

"""English: its words for days, clock times and periods, and how they are read."""

"""Template tags of people's time."""

"""What is a person's own: profile, what may be shared, limits, and their data."""

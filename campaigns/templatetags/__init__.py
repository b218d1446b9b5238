"""What every page shows of the person's requests."""

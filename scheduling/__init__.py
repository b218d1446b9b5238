"""The time: what is free, held, booked, and how far it is."""

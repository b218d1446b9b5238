"""What is still asked about a call once it is over; imports models, evidence and campaigns."""

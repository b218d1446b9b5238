"""What is done about calls: end, retry, steer, cancel, ask one more; imports bookings and below."""

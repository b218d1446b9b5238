"""A phone network on loopback that speaks Twilio, with callees who have personalities."""

"""The simulated carrier: calls, TwiML, streams and webhooks, as Twilio does them."""

"""Twilio: its REST API, webhooks, documents and media messages; imports dialling and the port."""

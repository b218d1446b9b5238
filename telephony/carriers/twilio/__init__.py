"""Twilio: REST API, webhooks, documents, media socket, keys; imports dialling, media, the port."""

"""The REST interface of campaigns and appointments."""

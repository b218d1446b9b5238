"""Recordings: written while a call lasts, kept, served and deleted; imports audio."""

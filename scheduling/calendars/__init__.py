"""The Calendar port and its adapters."""

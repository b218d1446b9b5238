"""The Distance port and its adapters."""

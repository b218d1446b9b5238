"""The Directory port and its adapters."""

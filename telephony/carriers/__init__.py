"""The Carrier port and its adapters."""

"""Every route, generated from the URLconf, so that none can be forgotten."""

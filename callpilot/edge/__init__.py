"""The edge to the network: what comes in is bounded and cleaned, what goes out is sealed."""

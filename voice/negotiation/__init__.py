"""The parts of the rule-based speaker: what it hears, how it puts things, what it is after."""

"""What was really said: turns in, verdicts out; pure, imports scheduling's language alone."""

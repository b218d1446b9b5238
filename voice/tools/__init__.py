"""The agent's tools, defined once; imports evidence, briefs and campaigns."""

"""The page of one call: what was said and done, and how it sounds."""

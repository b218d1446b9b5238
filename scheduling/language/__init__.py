"""Times as people say and write them, read and spoken; imports nothing but the standard library."""

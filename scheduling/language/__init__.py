"""Times as people say and write them, in any language; imports no other folder of scheduling."""

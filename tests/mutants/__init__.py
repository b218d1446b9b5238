"""Guards broken on purpose, each found by a named test; `make mutants` proves it."""

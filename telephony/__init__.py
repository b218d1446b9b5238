"""The line: placing calls and carrying their sound."""

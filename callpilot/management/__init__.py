"""Commands live here; they may use all apps."""

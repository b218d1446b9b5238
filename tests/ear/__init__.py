"""A recogniser hears us and a better voice speaks for desks: `make ear`, never part of the gate."""

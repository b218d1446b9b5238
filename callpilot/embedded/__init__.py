"""Everything in one process: the engine, its channel layer, and an isolated one as a child."""

"""The agent's tools over HTTP, for voices that call addresses; may import all of the words."""

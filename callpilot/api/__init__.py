"""The API's manners: who asks, asked twice, what a body is, and what errors look like."""

"""The choice: who to call, what they offer, which is best."""

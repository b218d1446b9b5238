"""What a message says beside the fields of a wish; imports its words and the providers alone."""

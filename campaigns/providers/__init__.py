"""Who may be called: directories, address book, numbers, places; imports models."""

"""English words by which a request is read, by what they are about; imports scheduling alone."""

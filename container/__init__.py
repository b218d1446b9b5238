"""What a container needs beside the product: which process it is, its health, its tunnel."""

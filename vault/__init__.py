"""Keys, ciphertext and locked documents: the one place that knows encryption."""

"""One file a roster source."""

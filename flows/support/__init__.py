"""The support bundle: what helps whoever mends a workspace from afar, and may be sent to anyone."""

"""One file a platform; the file's name is the platform's."""

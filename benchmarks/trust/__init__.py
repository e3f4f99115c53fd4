"""A trust's schools on one machine: how many a minute, how much memory, where the server's ceiling lies."""

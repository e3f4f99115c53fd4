"""A trust of many schools on one machine: how many a minute, how much memory, and where the server's ceiling lies."""

"""A trust: many schools on several hosts, each run a process of its own on the host that has the school."""

"""Roster files as school systems write them, one module a format."""

"""Findings in, documents out, as bytes. Pure."""

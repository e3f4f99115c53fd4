"""Reads what others wrote: exports of social-media platforms, rosters, staff lists and declarations."""

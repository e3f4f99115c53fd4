"""Rosters, staff lists and declarations: examined, compared with the last ones, and kept encrypted."""

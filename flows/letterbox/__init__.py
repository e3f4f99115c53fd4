"""The hand-in folder: a letter box for each member of staff, whose contents are taken, sealed and deleted."""

from flows.letterbox.watching import reachable, something_waits

__all__ = ["reachable", "something_waits"]

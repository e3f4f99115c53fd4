"""The work pool, and how a run of it is started."""

POOL = "armslength"
KIND = "process"
RUN = {"stream_output": False}
"""What a process prints goes nowhere: nothing that a library says by itself reaches a service's journal."""

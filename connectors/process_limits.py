"""What a child process may use: the one place that knows how each operating system says it.

On POSIX these are resource limits, on Windows a job object. The Windows half follows Microsoft's
documentation of `SetInformationJobObject` and was not run there.
"""

import math
import sys
import time

MOST_MEMORY = 512 * 2**20
"""Bytes of address space, the interpreter's own 60 MB included."""
MOST_SECONDS = 4
"""Seconds of processor time for one archive of a hand-in."""

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    CREATION_FLAGS = 0x08000000
    """CREATE_NO_WINDOW."""
    _MEMORY_OF_A_PROCESS, _NO_OTHER_PROCESS, _DIE_QUIETLY = 0x100, 0x8, 0x400
    _EXTENDED = 9

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("per_process_time", ctypes.c_int64),
            ("per_job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("minimum_working_set", ctypes.c_size_t),
            ("maximum_working_set", ctypes.c_size_t),
            ("active_processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _Limits(ctypes.Structure):
        _fields_ = (
            ("basic", _Basic),
            ("io_counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    def limit_this_process() -> None:
        """Bound the memory, and forbid other processes; the parent's clock bounds the time."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        limits = _Limits()
        limits.basic.flags = _MEMORY_OF_A_PROCESS | _NO_OTHER_PROCESS | _DIE_QUIETLY
        limits.basic.active_processes = 1
        limits.process_memory = MOST_MEMORY
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        set_so = kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits))
        if not set_so or not kernel.AssignProcessToJobObject(
            job, wintypes.HANDLE(kernel.GetCurrentProcess())
        ):
            raise ctypes.WinError(ctypes.get_last_error())

    def allow(seconds: float) -> None:
        """The parent's clock alone bounds what follows here."""

else:
    import resource

    CREATION_FLAGS = 0

    def limit_this_process() -> None:
        """Bound memory and processor time; nothing may be written, no core left, no process started."""
        for kind, most in (
            (resource.RLIMIT_AS, MOST_MEMORY),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NPROC, 0),
        ):
            _, highest = resource.getrlimit(kind)
            resource.setrlimit(
                kind, (most, most if highest == resource.RLIM_INFINITY else min(most, highest))
            )
        allow(MOST_SECONDS)

    def allow(seconds: float) -> None:
        """From now on, so much processor time is left, rounded up."""
        _, highest = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + seconds), highest))

"""What a child process may use: the one place that knows how each operating system says it.

On POSIX these are resource limits, on Windows a job object. The Windows half follows Microsoft's
documentation of `SetInformationJobObject` and was not run there.
"""

import ctypes
import math
import sys
import time

MOST_MEMORY = 512 * 2**20
"""Bytes of address space, the interpreter's own 60 MB included."""
MOST_SECONDS = 4
"""Seconds of processor time for one archive of a hand-in."""

if sys.platform == "win32":
    from ctypes import wintypes

    PATIENCE = 20
    """Seconds of the clock for one step; here nothing else bounds its time."""
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

    PATIENCE = 60
    """Seconds of the clock for one step, in which a file may have to be fetched from far away."""
    CREATION_FLAGS = 0
    _MOST_FILES = 1_024
    _PR_SET_DUMPABLE = 4

    def limit_this_process() -> None:
        """Bound memory and processor time; nothing may be written, no core left, no process started.

        macOS does not let a process bound its address space: there the processor's time alone is bounded.
        """
        if sys.platform != "darwin":
            _limit(resource.RLIMIT_AS, MOST_MEMORY)
        _limit(resource.RLIMIT_FSIZE, 0)
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_NPROC, 0)
        _, highest = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (_at_most(_MOST_FILES, highest), highest))
        if sys.platform == "linux":  # a core may be piped to a program whatever the limit is
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        allow(MOST_SECONDS)

    def allow(seconds: float) -> None:
        """From now on, so much processor time is left, rounded up."""
        _, highest = resource.getrlimit(resource.RLIMIT_CPU)
        most = _at_most(math.ceil(time.process_time() + seconds), highest)
        resource.setrlimit(resource.RLIMIT_CPU, (most, highest))

    def _limit(kind: int, most: int) -> None:
        _, highest = resource.getrlimit(kind)
        resource.setrlimit(kind, (_at_most(most, highest),) * 2)

    def _at_most(most: int, highest: int) -> int:
        return most if highest == resource.RLIM_INFINITY else min(most, highest)

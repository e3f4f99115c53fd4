"""Whoever watches an audit in the same process: a terminal, a benchmark."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flows.boundary import Counts

Watcher = Callable[[Counts], None]
"""Told what each stage counted, as it ends."""

_watchers: list[Watcher] = []


def tell(counts: Counts) -> None:
    """Tell whoever watches."""
    for watcher in _watchers:
        watcher(counts)


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Tell this watcher how the audits run inside the block get on."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)

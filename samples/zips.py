"""ZIPs whose bytes depend on what is in them alone."""

import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path


def write_zip(path: Path, members: Iterable[tuple[str, bytes | str]], day: date) -> Path:
    """A ZIP of these paths and contents; every time stamp is half past nine on that day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members:
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 9, 30, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return path

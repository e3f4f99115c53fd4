"""Reads exports as the child process does, and tells which files were really opened.

`python -m tests.proofs.reading_counted`: each line of standard input is JSON, `{"paths": [...], "requested":
[...]}` of one hand-in; for each a line of JSON comes back, the names of the ZIPs' members and the paths of
the files that were opened.
"""

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

from connectors.platforms import platforms
from connectors.reading import read
from connectors.reading_child import Reporter

OPENED: list[str] = []


class CountedZip(zipfile.ZipFile):
    """A ZIP that tells which of its members are opened."""

    def open(self, name: Any, *rest: Any, **options: Any) -> Any:
        """The member, noted first."""
        OPENED.append(name if isinstance(name, str) else name.filename)
        return super().open(name, *rest, **options)


def main() -> None:
    """Read each hand-in, then tell."""
    platforms()
    zipfile.ZipFile = CountedZip  # type: ignore[misc]  # the class itself is what is counted
    roots: list[str] = []

    def on_open(event: str, arguments: tuple[Any, ...]) -> None:
        path = str(arguments[0]) if event == "open" else ""
        if path.startswith(tuple(roots)) and not path.endswith(".zip"):
            OPENED.append(path)

    sys.addaudithook(on_open)
    for line in sys.stdin:
        hand_in = json.loads(line)
        roots[:] = hand_in["paths"]
        OPENED.clear()
        done = read(
            [Path(each) for each in roots], hand_in["requested"], Reporter(_say, (), is_patient=False)
        )
        told = {"opened": OPENED, "extracts": len(done.drawn), "problems": len(done.problems)}
        sys.stdout.write(json.dumps(told) + "\n")


def _say(_: dict[str, Any]) -> None:
    """Nobody asks what it is doing."""


if __name__ == "__main__":
    main()

"""What a OneRoster manifest says of the files beside it, and whether they agree."""

from collections.abc import Mapping

from connectors.rosters.errors import OneRosterIncomplete
from connectors.rosters.named_files import NamedFiles

NEEDED = ("users", "roles")
"""The files without which nobody is known, by the standard's names."""


def read_manifest(files: NamedFiles) -> dict[str, str]:
    """The manifest's properties in lower case; none where there is no manifest."""
    rows = files.table("manifest.csv").rows
    return {row.get("propertyName", "").casefold(): row.get("value", "").casefold() for _, row in rows}


def is_changes(manifest: Mapping[str, str], files: NamedFiles) -> bool:
    """Whether the files hold only what changed: `delta` in the manifest's words, else `bulk`.

    Raises OneRosterIncomplete where the manifest names a file that is not there or denies one that is, or
    where one of the needed files is bulk and the other delta.
    """
    said = {name: manifest.get(f"file.{name}", "") for name in NEEDED}
    for name, how in said.items():
        is_there = f"{name}.csv" in files
        if how in ("bulk", "delta") and not is_there:
            raise OneRosterIncomplete(f"the manifest names {name}.csv, and it is not there")
        if how == "absent" and is_there:
            raise OneRosterIncomplete(f"the manifest says that {name}.csv is absent, and it is there")
    ways = {how for how in said.values() if how in ("bulk", "delta")}
    if len(ways) > 1:
        raise OneRosterIncomplete("of users.csv and roles.csv one is bulk and the other delta")
    return "delta" in ways


def version_of(manifest: Mapping[str, str], *, has_roles: bool) -> str:
    """1.1 or 1.2, by the manifest, else by whether `users.csv` itself gives people their roles."""
    said = manifest.get("oneroster.version", "")
    return said[:3] if said.startswith(("1.1", "1.2")) else ("1.1" if has_roles else "1.2")

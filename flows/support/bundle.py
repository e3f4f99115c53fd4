"""The bundle as one ZIP: made in memory, searched for every name the workspace knows, then written."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from flows.health.names import SHORTEST, Sought, sought
from flows.health.scan import tried_out
from flows.support.contents import contents
from flows.support.settings import typed
from flows.workspace import Workspace
from reports.bands import band
from schemas.errors import ConfigurationError
from vault.private_files import write_private
from vault.scanning.find import Scanner
from vault.scanning.planted import NAMES

READ_ME = """Support bundle of Armslength

No person is named in these files, no count of people is exact, and nothing that somebody typed into
school.toml is in them. Before this file was written, every byte of it was searched for {looked_for} names
(people on the roster, on the staff list and in lists that wait for an audit), and for what school.toml says
in words; by a scanner that had just found all {planted} leaks that were planted for it. Not searched for,
because they could not be opened: the names in {unopened} hand-ins.

status.json     what `armslength status --json` says
doctor.json     what `armslength doctor --json` says
settings.json   numbers, days and switches of school.toml; of any text only whether there is one
runs.json       how the last runs ended: by our own notes, and by Prefect's
schedule.json   when each job runs next
log.json        how often the workspace's own events stand in the audit log
files.json      how many files of each kind there are, and how large
machine.json    the system, Python and every library's version

Each code has a page in docs/errors.
"""
MADE = (1980, 1, 1, 0, 0, 0)
"""The moment a ZIP says its members were made: the same in every bundle."""


class NamesInBundle(ConfigurationError):
    """A name stands in what the support bundle would hold, so nothing was written."""

    code = "support-bundle-names"
    next_step = "Run `armslength doctor --scan`, tell the DSL, and report this code, without the name."


def write_bundle(workspace: Workspace, out: Path) -> str:
    """Write the bundle; how many names it was searched for, in a band.

    Raises `NamesInBundle` and what stands in the way of searching; nothing is written then.
    """
    people = sought(workspace)
    scanner = Scanner([*people.names, *_typed(workspace), *NAMES])
    planted = tried_out(scanner)
    write_private(out, searched(scanner, contents(workspace) | _read_me(people, planted)))
    return band(people.of)


def searched(scanner: Scanner, parts: Mapping[str, bytes]) -> bytes:
    """The parts as one ZIP. Raises `NamesInBundle`, which says in which of them a name stands."""
    hold_names = sorted(name for name, data in parts.items() if scanner.find(data))
    if hold_names:
        raise NamesInBundle(", ".join(hold_names))
    bundle = _zipped(parts)
    if scanner.find(bundle):
        raise NamesInBundle("the whole")
    return bundle


def _typed(workspace: Workspace) -> set[str]:
    """What somebody wrote into school.toml, where it is long enough not to be found by chance."""
    return {text for text in typed(workspace.school) if len(text) >= SHORTEST}


def _read_me(people: Sought, planted: int) -> dict[str, bytes]:
    told = READ_ME.format(looked_for=band(people.of), planted=planted, unopened=band(people.unopened))
    return {"README.txt": told.encode("utf-8")}


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in parts.items():
            bundle.writestr(zipfile.ZipInfo(name, MADE), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()

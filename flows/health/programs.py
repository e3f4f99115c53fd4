"""Checks of the programs: Prefect's settings, the versions of libraries, Python's own."""

import os
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement

from flows.engine import SETTINGS
from flows.health.answers import Said, State, unsafe_if, warning_if, well
from flows.workspace import Workspace

LOCK = Path(__file__).parents[2] / "requirements.lock"
READ_IN_ITS_HOME = (".env", "prefect.toml", "pyproject.toml")
"""What Prefect reads settings from in the folder it is imported in, which audits make its home."""
OVERLAPS_REFUSED = {(3, 11): 8, (3, 12): 2}
"""Since which release Python itself refuses ZIP entries that overlap. Our own reading refuses them in any."""


def environment_silent(_: Workspace, __: date) -> Said:
    """Of this account's environment: audits forget all it says of Prefect, a `prefect` by hand follows it."""
    kept = {*SETTINGS, "PREFECT_HOME", "PREFECT_PROFILES_PATH", "PREFECT_API_URL", "PREFECT_API_AUTH_STRING"}
    ours = {name for name in kept if name not in SETTINGS or os.environ.get(name) == SETTINGS[name]}
    other = {name for name in os.environ if name.upper().startswith("PREFECT_")} - ours
    return warning_if(other, f"{len(other)} settings of Prefect are set")


def prefect_settled(workspace: Workspace, _: date) -> Said:
    """Of files in Prefect's home that would change how it logs, what it keeps and where it writes."""
    home = workspace.prefect_home
    files = [name for name in READ_IN_ITS_HOME if (home / name).exists()]
    profiles = sum(1 for _ in _set_in_profiles(home / "profiles.toml"))
    told = [*files, *([f"profiles.toml: {profiles} settings"] if profiles else [])]
    return unsafe_if(told, ", ".join(told))


def _set_in_profiles(path: Path) -> Iterator[str]:
    """The settings of every profile. What is no TOML counts as one, for nobody knows what it says."""
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        stated = {"profiles": {"": {"PREFECT_UNREADABLE": ""}}}
    for profile in stated.get("profiles", {}).values():
        yield from profile


def versions_locked(_: Workspace, __: date) -> Said:
    """Of every library in requirements.lock that this system needs."""
    if not LOCK.exists():
        return Said(State.NOT_ASKED, "there is no requirements.lock here")
    other = [each.name for each in _locked() if _installed(each.name) not in each.specifier]
    return warning_if(other, ", ".join(sorted(other)))


def _locked() -> Iterator[Requirement]:
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line[:1].isalnum():
            requirement = Requirement(line.rstrip(" \\"))
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "0"


def python_known(_: Workspace, __: date) -> Said:
    """Of Python itself; told, and no reason to wait."""
    release = sys.version_info
    told = f"Python {release.major}.{release.minor}.{release.micro}"
    since = OVERLAPS_REFUSED.get((release.major, release.minor), 0)
    if release.micro < since:
        return well(f"{told}: its own zipfile lets entries overlap, ours refuses them")
    return well(told)

"""The versions that decide what an audit finds."""

import platform
import re
from importlib.metadata import version

from flows.workspace import Workspace
from schemas.errors import ArmslengthError

LIBRARIES = ("armslength", "prefect", "great_expectations", "pyrage", "cryptography")
NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}")
OWN = "own"
"""A policy's version that is not written like one: it could say anything."""


def versions(workspace: Workspace) -> dict[str, str]:
    """Of the programs, and of the setting's policy."""
    return programs() | {"policy": policy_version(workspace)}


def programs() -> dict[str, str]:
    """Of Armslength, of the libraries it leans on most, and of Python."""
    return {name: version(name) for name in LIBRARIES} | {"python": platform.python_version()}


def policy_version(workspace: Workspace) -> str:
    """The policy's own, where it is written like one."""
    try:
        stated = workspace.policy.version
    except ArmslengthError:
        return "unreadable"
    return stated if NUMBER.fullmatch(stated) else OWN

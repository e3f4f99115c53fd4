"""Which keys a workspace has and since when: nothing in the answer opens anything."""

from datetime import UTC, datetime
from typing import Any

from flows.workspace import Workspace
from schemas.words import Reader
from vault.keys import BREAK_GLASS, LOCKED, LOG, PEOPLE, REFERENCE, SERVICE, service_files

WHAT_FOR = {
    SERVICE: "opens what the next audit needs",
    REFERENCE: "makes references and fingerprints",
    LOG: "chains the audit log",
    LOCKED: "all three, which open with a passphrase or the printed key",
    PEOPLE[Reader.DSL]: "the DSL's, locked with the DSL's passphrase",
    PEOPLE[Reader.SECOND_REVIEWER]: "the second reviewer's, locked with theirs",
    BREAK_GLASS: "the public half of the printed key",
}


def key_status(workspace: Workspace) -> dict[str, Any]:
    """The key files: `{"version": 1, "keys": [{"file", "what_for", "there", "since"}]}`.

    `since` is the day the file was last written, "" where it is missing.
    """
    expected = (*service_files(workspace.folder / "keys"), *PEOPLE.values(), BREAK_GLASS)
    return {"version": 1, "keys": [_told(workspace, name, WHAT_FOR[name]) for name in expected]}


def in_words(status: dict[str, Any]) -> list[str]:
    """The same for people, a line a key."""
    return [f"{each['file']:<22}{_since(each):<18}{each['what_for']}" for each in status["keys"]]


def _since(told: dict[str, Any]) -> str:
    return f"since {told['since']}" if told["there"] else "MISSING"


def _told(workspace: Workspace, name: str, what_for: str) -> dict[str, Any]:
    path = workspace.folder / "keys" / name
    there = path.is_file()
    since = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat() if there else ""
    return {"file": name, "what_for": what_for, "there": there, "since": since}

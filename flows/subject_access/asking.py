"""One request: who asks, with whose keys, and what of the workspace is read for it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flows.documents import FINDINGS
from flows.own_accounts import own_account
from flows.subject_access.hiding import Hiding, hiding_for
from flows.subject_access.subject import Likeness, Subject, likeness, written_alike
from flows.workspace import Workspace
from reports.overview_facts import Finding
from reports.staff_facts import Contact
from reports.subject_access import Section
from schemas.words import Reader
from vault.bundles import Bundle, unpack
from vault.errors import NothingKeptError, SealBrokenError
from vault.register import Pair, finding_file

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """A section, and whether it is surely the person's: a name alone never makes it so."""

    section: Section
    sure: bool = True


@dataclass(frozen=True)
class Asked:
    """The person, the workspace, and the identities of those whose passphrases were given."""

    workspace: Workspace
    subject: Subject
    identities: Mapping[Reader, str] = field(repr=False)
    broken: set[str] = field(default_factory=set)
    """Files that should have opened, and did not."""

    @cached_property
    def hiding(self) -> Hiding:
        """Leaves everybody else out of free text."""
        return hiding_for(self.workspace, self.subject)

    @cached_property
    def submission_ids(self) -> list[str]:
        """Every id that the member of staff has had."""
        ref = self.subject.staff_ref
        return self.workspace.vault.submission_ids_of(ref) if ref else []

    @cached_property
    def pairs(self) -> dict[str, Pair]:
        """The pairs that may be told of: those of the readers who gave their passphrase."""
        pairs = self.workspace.vault.register.pairs()
        return {pair: each for pair, each in pairs.items() if each.reader in self.identities}

    @cached_property
    def findings(self) -> list[tuple[str, Finding]]:
        """Every finding that can still be read, with its pair."""
        return [(pair, each) for pair, entry in self.pairs.items() for each in self._findings(pair, entry)]

    @cached_property
    def roster(self) -> Bundle | None:
        """The roster as it was loaded last."""
        return self._list("roster")

    @cached_property
    def declarations(self) -> list[dict[str, Any]]:
        """The declared relationships."""
        declared = self._list("declarations")
        return declared.tables["declarations"].to_pylist() if declared else []

    def opened(self, name: str) -> bytes | None:
        """What is sealed there, with any of the identities; None where none opens it."""
        for identity in self.identities.values():
            try:
                return self.workspace.vault.shelf.get(name, identity)
            except (SealBrokenError, NothingKeptError):  # another reader's, perhaps
                continue
        return None

    def account(self, shown: Mapping[str, Any]) -> bool | None:
        """Whether an account is theirs: for certain, perhaps (False), or not at all (None).

        By its handle or address it is; by its name only for somebody of whom nothing else is known.
        """
        handles = {written_alike(shown[each]) for each in ("handle", "email", "profile_url")}
        handles |= {own_account(shown[each]).handle for each in ("handle", "profile_url")}
        if (handles - {""}) & {written_alike(each) for each in self.subject.handles}:
            return True
        how = likeness(shown["display_name"], self.subject.names)
        if how is None:
            return None
        return how is Likeness.SAME and not (self.subject.staff_ref or self.subject.person_id)

    def contact(self, contact: Contact) -> bool | None:
        """The same of a finding's contact, whose handle may be an address."""
        return self.account(
            {
                "handle": contact.handle,
                "email": contact.handle,
                "profile_url": "",
                "display_name": contact.display_name,
            }
        )

    def is_named_in(self, text: str) -> bool:
        """Whether the text has one of their names or handles in it, as whole words."""
        there = f" {_in_words(text)} "
        return any(f" {named} " in there for named in map(_in_words, self.subject.known_as) if named)

    def _findings(self, pair: str, entry: Pair) -> Iterator[Finding]:
        name = finding_file(pair)
        if not (self.workspace.folder / name).exists():
            return
        try:
            sealed = self.workspace.vault.shelf.get(name, self.identities[entry.reader])
        except SealBrokenError:
            self.broken.add(name)
            return
        yield from FINDINGS.validate_python(unpack(pair, sealed).facts["findings"])

    def _list(self, name: Any) -> Bundle | None:
        try:
            return self.workspace.kept(name)
        except SealBrokenError:
            self.broken.add(f"lists/{name}.age")
            return None


def _in_words(text: str) -> str:
    return " ".join(_WORD.findall(written_alike(text)))

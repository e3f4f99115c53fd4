"""The days on which the exports were made that audits have checked: by a person's opaque id and platform.

Nothing of any contact is in them. By them an export that was checked before is known when it comes again.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

from vault.bundles import pack, unpack
from vault.errors import CannotBeKeptError
from vault.ledger import Draft
from vault.shelf import Shelf

FILE = "made.age"

_SUBMISSION = re.compile(r"sub-[0-9a-f]{12}")

Days: TypeAlias = dict[str, dict[str, list[str]]]
"""By submission and platform: the day the export was made, and that of the audit that checked it."""


class ExportDays:
    """Remembers the days, and forgets a person's."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def before(self, submission_id: str) -> dict[str, date]:
        """For each platform the day the person's export was made that an audit checked last."""
        of_one = self._days().get(submission_id, {})
        return {platform: date.fromisoformat(made) for platform, (made, _) in of_one.items()}

    def remember(
        self, draft: Draft, made: Mapping[str, Mapping[str, date]], *, on: date, since: date
    ) -> None:
        """Add what the audit of the day `on` checked; what audits before `since` did is gone."""
        if not all(map(_SUBMISSION.fullmatch, made)):
            raise CannotBeKeptError("days are kept by a submission's id and by nothing else")
        days = {
            submission_id: {name: pair for name, pair in of_one.items() if pair[1] >= since.isoformat()}
            for submission_id, of_one in self._days().items()
        }
        for submission_id, of_one in made.items():
            new = {platform: [day.isoformat(), on.isoformat()] for platform, day in of_one.items()}
            days[submission_id] = days.get(submission_id, {}) | new
        self._keep(draft, days)

    def forget(self, draft: Draft, submission_ids: Iterable[str]) -> None:
        """Nothing is remembered of these submissions."""
        days, gone = self._days(), set(submission_ids)
        if days.keys() & gone:
            self._keep(draft, {submission_id: days[submission_id] for submission_id in days.keys() - gone})

    def _days(self) -> Days:
        if not (self._shelf.folder / FILE).exists():
            return {}
        days: Days = unpack("made", self._shelf.get(FILE)).facts["days"]
        return days

    def _keep(self, draft: Draft, days: Days) -> None:
        kept = {submission_id: of_one for submission_id, of_one in days.items() if of_one}
        draft.write(FILE, self._shelf.sealed(pack("made", {}, {"days": kept})))

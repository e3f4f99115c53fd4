"""Whose pages wait for the DSL's word, because what was handed in is odd; for the DSL alone."""

from collections import Counter, defaultdict

from flows.facts.contacts import AccountKey, key_of
from flows.workroom import Workroom
from policy.plausibility import Held, SubmissionInNumbers, held_for
from schemas.words import Band, Verdict

STRONGEST_FIRST = tuple(Band)


def held_reports(room: Workroom) -> dict[str, tuple[Held, ...]]:
    """Every submission whose page is to wait, with why."""
    numbers = submissions_in_numbers(room)
    on_roster, rules = room.roster.people.num_rows, room.workspace.policy.held
    reasons = {
        submission_id: held_for(
            this, [each for other, each in numbers.items() if other != submission_id], on_roster, rules
        )
        for submission_id, this in numbers.items()
    }
    return {submission_id: why for submission_id, why in reasons.items() if why}


def submissions_in_numbers(room: Workroom) -> dict[str, SubmissionInNumbers]:
    """Every submission that was opened, counted as its page counts: by each account's own evidence."""
    bands: dict[AccountKey, set[Band]] = defaultdict(set)
    for row in room.findings.select(["submission_id", "account_id", "person_id", "verdict"]).to_pylist():
        if row["verdict"] == Verdict.TO_CHECK:
            bands[key_of(row)].add(room.own_bands[*key_of(row), row["person_id"]])
    found: dict[str, Counter[Band]] = defaultdict(Counter)
    for (submission_id, _), of_account in bands.items():
        found[submission_id][min(of_account, key=STRONGEST_FIRST.index)] += 1
    return {
        submission_id: SubmissionInNumbers(
            sum(
                each.with_display_name + each.handle_only
                for extract in submission.extracts
                for each in extract.lists
            ),
            found[submission_id],
        )
        for submission_id, submission in room.handed_in.items()
    }

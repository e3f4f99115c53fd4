"""One shard of submissions: opened, sifted, matched and, once all shards are, judged in memory.

A shard is worked on at once. Where that fails, its submissions are worked on one at a time, so that one bad
submission never stops the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from expectations.sift import sift_accounts
from flows.boundary import Counts
from flows.ownership import without_other_peoples
from flows.workroom import Shard, Workroom
from matching.matcher import find_matches
from policy.judge import judge
from schemas.tables import ACCOUNTS, FINDINGS, MATCHES
from schemas.words import Band, Outcome, Verdict
from vault.store import Submission

Work = Callable[[Sequence[Submission]], pa.Table]


def open_shard(room: Workroom, shard: Shard) -> Counts:
    """The shard's submissions, opened in memory."""
    for submission_id in shard.submission_ids:
        try:
            submission = room.workspace.vault.hand_ins.open(submission_id)
        except Exception as error:  # noqa: BLE001 - sealed as an incident; the others go on
            room.fail("open", submission_id, error)
        else:
            submission = without_other_peoples(submission, room.staff.to_pylist())
            shard.submissions[submission_id] = submission
            room.staff_of[submission_id] = submission.staff_ref
            room.handed_in[submission_id] = _without_accounts(submission)
    return Counts("open", {"submissions": len(shard.submissions), **_failed(shard)})


def sift_shard(room: Workroom, shard: Shard) -> Counts:
    """The shard's ACCOUNTS, validated once, without those that name nobody."""

    def sifted(submissions: Sequence[Submission]) -> pa.Table:
        answer = sift_accounts(_all_accounts(submissions))
        room.checks.append(answer.checks)
        room.set_aside += answer.set_aside
        return answer.accounts

    before = _all_accounts(list(shard.submissions.values())).num_rows
    shard.accounts = _each_apart(room, shard, "sift", sifted, ACCOUNTS)
    kept = shard.accounts.num_rows
    return Counts("sift", {"accounts": kept, "set_aside": before - kept, **_failed(shard)})


def match_shard(room: Workroom, shard: Shard) -> Counts:
    """The shard's MATCHES against the roster; every account that matched nobody is let go here."""

    def matched(submissions: Sequence[Submission]) -> pa.Table:
        return find_matches(_of(shard.accounts, submissions), room.index)

    shard.matches = _each_apart(room, shard, "match", matched, MATCHES)
    shard.accounts = _about(shard.accounts, shard.matches)
    shard.submissions = {key: _without_accounts(each) for key, each in shard.submissions.items()}
    return Counts("match", {"matches": room.not_about_dsl(shard.matches).num_rows, **_failed(shard)})


def judge_shard(room: Workroom, shard: Shard) -> Counts:
    """The shard's findings, added to the room's."""

    def judged(submissions: Sequence[Submission]) -> pa.Table:
        matches, accounts = _of(shard.matches, submissions), _of(shard.accounts, submissions)
        return judge(matches, accounts, room.staff_of, room.known, room.workspace.policy)

    findings = _each_apart(room, shard, "judge", judged, FINDINGS)
    room.findings = pa.concat_tables([room.findings, findings])
    room.found_accounts = pa.concat_tables([room.found_accounts, _about(shard.accounts, findings)])
    room.outcomes |= {each.submission_id: outcome_of(each) for each in shard.submissions.values()}
    shard.empty()
    told = room.not_about_dsl(findings)
    return Counts("judge", {**_by(told, "verdict", Verdict), **_by(told, "band", Band), **_failed(shard)})


def _each_apart(room: Workroom, shard: Shard, stage: str, work: Work, schema: pa.Schema) -> pa.Table:
    """The shard's table, made at once or, where that fails, submission by submission."""
    try:
        return work(list(shard.submissions.values()))
    except Exception:  # noqa: BLE001 - found again below, by the submission it belongs to, and sealed there
        tables = [schema.empty_table()]
    for submission in list(shard.submissions.values()):
        try:
            tables.append(work([submission]))
        except Exception as error:  # noqa: BLE001 - sealed as an incident; the others go on
            room.fail(stage, submission.submission_id, error)
            del shard.submissions[submission.submission_id]
    return pa.concat_tables(tables)


def _all_accounts(submissions: Sequence[Submission]) -> pa.Table:
    return pa.concat_tables([ACCOUNTS.empty_table(), *(each.accounts for each in submissions)])


def _of(table: pa.Table, submissions: Sequence[Submission]) -> pa.Table:
    ids = pa.array([each.submission_id for each in submissions], pa.string())
    return table.filter(pc.is_in(table["submission_id"], value_set=ids))


def _about(accounts: pa.Table, found: pa.Table) -> pa.Table:
    """The accounts that some match or finding is about."""
    key = ["submission_id", "account_id"]
    about = found.select(key).group_by(key).aggregate([])
    return (
        accounts.join(about, key, join_type="left semi")
        .cast(ACCOUNTS)
        .sort_by([(name, "ascending") for name in key])
    )


def outcome_of(submission: Submission) -> tuple[Outcome, str]:
    """How checking what was handed in ends, and a code where nothing in it can be compared."""
    lists = [each for extract in submission.extracts for each in extract.lists]
    if any(each.with_display_name or each.handle_only for each in lists):
        return Outcome.CHECKED, ""
    if lists and not any(each.entries for each in lists):
        return Outcome.CHECKED, ""
    return Outcome.COULD_NOT_BE_CHECKED, "nothing-comparable" if lists else "nothing-readable"


def _without_accounts(submission: Submission) -> Submission:
    empty = (replace(each, accounts=ACCOUNTS.empty_table()) for each in submission.extracts)
    return replace(submission, extracts=tuple(empty))


def _failed(shard: Shard) -> dict[str, int]:
    return {"failed": len(shard.submission_ids) - len(shard.submissions)}


def _by(findings: pa.Table, column: str, words: type[Band] | type[Verdict]) -> dict[str, int]:
    values = findings[column].to_pylist()
    return {word.value: values.count(word.value) for word in words}

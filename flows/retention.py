"""What is kept no longer than it must be: the rules of the policy, applied to the workspace.

Everything that is due goes in one change of the workspace, or nothing does. A day that cannot be trusted
deletes nothing until a person confirms it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from flows.boundary import Counts
from flows.kept import DISPUTE, KeptHere
from flows.school import School
from flows.trail import told
from flows.workspace import Workspace
from policy.remembering import as_json, from_json
from policy.retention import Clock, Item, Kept, Plan, Rules, clock, months_after, plan
from schemas.errors import ConfigurationError
from schemas.words import Reader
from vault.audit_log import Event
from vault.bundles import pack, unpack
from vault.errors import NothingKeptError
from vault.ledger import Draft

LAST_RUN = "retention.age"


class ClockJumped(ConfigurationError):
    """Things are due, and this day is far from that of the last run, or there was no run before."""

    code = "clock-jumped"
    next_step = "If the date is right, run it again with `--confirm-date` and that date; nothing was deleted."


class ClockSetBack(ConfigurationError):
    """This day is before the day of the last run: one of the two is wrong. Nothing was deleted."""

    code = "clock-set-back"
    next_step = (
        "Put the clock right; if it is right now, run it again with `--confirm-date` and today's date."
    )


@dataclass(frozen=True, slots=True)
class Retained:
    """What a run did, or would do, and what it points to."""

    today: date
    plan: Plan
    kept: KeptHere
    dry_run: bool

    def answer(self, reader: Reader) -> dict[str, Any]:
        """The run as `armslength retention --json` tells it: of findings, that reader's alone."""
        due, held, flagged = (
            _counts(each for each in items if self.kept.reader_of(each.item_id) in (None, reader))
            for items in (self.plan.due, self.plan.held, self.plan.flagged)
        )
        overdue = [each for each in self.plan.overdue_holds if self.kept.reader_of(each.about) is reader]
        return {
            "version": 1,
            "today": self.today.isoformat(),
            "dry_run": self.dry_run,
            "deleted": due,
            "held": held,
            "undecided_too_long": flagged.get(Kept.OPEN_FINDING.value, 0),
            "holds_to_review": len(overdue),
        }

    def counts(self) -> Counts:
        """What IT may know of the run: of findings, the DSL's alone."""
        told = self.answer(Reader.DSL)
        waiting = {name: told[name] for name in ("undecided_too_long", "holds_to_review")}
        return Counts("retention", {"held": sum(told["held"].values()), **waiting, **told["deleted"]})


def rules_of(school: School) -> Rules:
    """What school.toml sets, as the policy counts it."""
    return Rules(**{each.name: getattr(school.retention, each.name) for each in fields(Rules)})


def retain(
    workspace: Workspace, today: date, *, confirmed: date | None = None, dry_run: bool = False
) -> Retained:
    """Delete what is due on this day; with `dry_run` only say what would be.

    Raises `ClockJumped` and `ClockSetBack` unless the day is `confirmed`, and `LogBrokenError` where the
    audit log would have to be shortened and is not as it was written.
    """
    with workspace.vault.alone():
        kept = KeptHere(workspace, today)
        planned = plan(kept.items, today, rules_of(workspace.school), kept.holds)
        if not dry_run:
            _check_clock(workspace, planned, today, confirmed)
            _delete(workspace, kept, planned.due, today)
    return Retained(today, planned, kept, dry_run)


def in_words(answer: dict[str, Any]) -> str:
    """The answer for people."""
    gone = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in answer["deleted"].items())
    verb = "Would delete" if answer["dry_run"] else "Deleted"
    lines = [f"{verb} on {answer['today']}: {gone or 'nothing, since nothing is due'}."]
    if answer["held"]:
        lines.append(f"Due, but held: {sum(answer['held'].values())}.")
    if answer["undecided_too_long"]:
        lines.append(f"Questions that wait for an answer too long: {answer['undecided_too_long']}.")
    if answer["holds_to_review"]:
        lines.append(f"Holds to be looked at again: {answer['holds_to_review']}.")
    return "\n".join(lines)


def _check_clock(workspace: Workspace, planned: Plan, today: date, confirmed: date | None) -> None:
    last_run = _last_run(workspace)
    judged = clock(today, last_run)
    if judged is Clock.PLAUSIBLE or confirmed == today:
        return
    if judged is Clock.SET_BACK:
        raise ClockSetBack
    # A first run that finds nothing to delete is every workspace's first day.
    if planned.due or planned.held or last_run is not None:
        raise ClockJumped


def _last_run(workspace: Workspace) -> date | None:
    try:
        facts = unpack("retention", workspace.vault.shelf.get(LAST_RUN)).facts
    except NothingKeptError:
        return None
    return date.fromisoformat(facts["last_run"])


def _delete(workspace: Workspace, kept: KeptHere, due: Iterable[Item], today: date) -> None:
    """One change of the workspace, and one line of the log with counts."""
    draft, vault = Draft(), workspace.vault
    of_kind: dict[Kept, list[str]] = {kind: [] for kind in Kept}
    for item in due:
        of_kind[item.kind].append(item.item_id)
    _forget_log(draft, workspace, of_kind[Kept.LOG_SEGMENT])
    _forget_hand_ins(draft, workspace, of_kind[Kept.EXTRACT])
    _forget_pairs(draft, kept, of_kind)
    _forget_declarations(draft, workspace, of_kind[Kept.DECLARATION])
    for audit_id in of_kind[Kept.REPORT]:
        vault.audits.forget(draft, audit_id)
    draft.remove(*(f"released/{receipt}.pdf" for receipt in of_kind[Kept.STAFF_PAGE]))
    draft.remove(*(f"incidents/{name}" for name in of_kind[Kept.INCIDENT]))
    if of_kind[Kept.PARTICIPATION]:
        vault.participation.forget(draft, of_kind[Kept.PARTICIPATION])
    if of_kind[Kept.TOMBSTONE]:
        vault.tombstones.forget(draft, of_kind[Kept.TOMBSTONE])
    since = months_after(today, -workspace.school.retention.report_months)
    vault.export_days.remember(draft, {}, on=today, since=since)
    vault.trust_share.forget_before(
        draft,
        yes=months_after(today, -workspace.school.retention.participation_months),
        answers=since,
        dismissed=months_after(today, -workspace.school.retention.dismissed_months),
    )
    draft.write(LAST_RUN, vault.shelf.sealed(pack("retention", {}, {"last_run": today.isoformat()})))
    counts = {kind.value.replace("_", "-"): len(ids) for kind, ids in of_kind.items() if ids}
    vault.commit(draft, *([told(Event.RETAINED_DELETED, Reader.SERVICE, counts=counts)] if counts else []))


def _forget_hand_ins(draft: Draft, workspace: Workspace, names: list[str]) -> None:
    of_submission: dict[str, list[str]] = defaultdict(list)
    for name in names:
        of_submission[name.partition(".")[0]].append(name)
    workspace.vault.hand_ins.forget(draft, of_submission)


def _forget_pairs(draft: Draft, kept: KeptHere, of_kind: dict[Kept, list[str]]) -> None:
    """Pairs go with all that is known of them; of a pair that stays, an old dispute goes."""
    gone = {*of_kind[Kept.OPEN_FINDING], *of_kind[Kept.CONFIRMED_FINDING], *of_kind[Kept.DISMISSED_PAIR]}
    undisputed = {each.removeprefix(DISPUTE) for each in of_kind[Kept.DISPUTE]} - gone
    if not gone and not undisputed:
        return
    pairs = dict(kept.pairs)
    for pair in undisputed:
        remembered = replace(from_json(pairs[pair].remembered), disputed_on=None)
        pairs[pair] = replace(pairs[pair], remembered=as_json(remembered))
    vault = kept.workspace.vault
    vault.register.keep(draft, pairs)
    vault.forget_pairs(draft, pairs, sorted(gone))
    # A finding's names stand in the documents too, until their reader makes these again without it.
    for audit_id in vault.audits.ids():
        vault.audits.without_pairs(draft, audit_id, gone)


def _forget_declarations(draft: Draft, workspace: Workspace, rows: list[str]) -> None:
    """The list without these rows; the numbers are those of `KeptHere`."""
    if not rows:
        return
    bundle, gone = workspace.vault.open_tables("declarations"), set(map(int, rows))
    table = bundle.tables["declarations"]
    left = table.take([number for number in range(table.num_rows) if number not in gone])
    sealed = workspace.vault.shelf.sealed(pack("declarations", {"declarations": left}, bundle.facts))
    draft.write("lists/declarations.age", sealed)


def _forget_log(draft: Draft, workspace: Workspace, months: list[str]) -> None:
    if months:
        cut = workspace.vault.log.without_before(months_after(date.fromisoformat(f"{max(months)}-01"), 1))
        draft.writes |= cut.writes
        draft.remove(*cut.removals)


def _counts(items: Iterable[Item]) -> dict[str, int]:
    return dict(sorted(Counter(each.kind.value for each in items).items()))

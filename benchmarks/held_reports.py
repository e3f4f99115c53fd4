"""How often an ordinary submission's page is held for the DSL, and how often a stuffed one's, as a table.

`python -m benchmarks.held_reports` writes invented schools of three sizes, hands in what their staff have,
adds one submission of every kind below to each, and asks the audit and `policy.plausibility`. The
table stands in `docs/held-reports.md`.
"""

import argparse
import csv
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from random import Random

import pyarrow as pa

from flows.facts.held import submissions_in_numbers
from flows.intake import submit
from flows.rosters.declared import load_declarations
from flows.rosters.loading import load
from flows.rosters.sources import sources
from flows.rosters.staff import load_staff
from flows.stages.in_process import judged
from flows.workspace import Workspace, make_workspace
from policy.plausibility import SubmissionInNumbers, held_for
from samples.population import draw_person
from samples.school import write_school
from schemas.extract import Extract, ListCount
from schemas.tables import ACCOUNTS
from schemas.words import Kind, Relation
from vault.keys import Secrets

TODAY = date(2026, 11, 20)
SIZES = {
    "village school": {"pupils": 60, "staff": 15, "contacts": 300},
    "primary school": {"pupils": 210, "staff": 30, "contacts": 500},
    "secondary school": {"pupils": 1000, "staff": 100, "contacts": 800},
}
ORDINARY = "staff as generated"
STUFFED = 5000


@dataclass
class Tally:
    """Of one kind of submission at one size of school: how many there were, and how many were held."""

    submissions: int = 0
    held: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    to_look_at: list[int] = field(default_factory=list)

    def add(self, this: SubmissionInNumbers, reasons: tuple[str, ...]) -> None:
        """One more."""
        self.submissions += 1
        self.held += bool(reasons)
        self.reasons.update(reasons)
        self.to_look_at.append(this.likely)


def main() -> None:
    """Every size, as many times as asked for, and the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=5, help="of each size")
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for seed in range(1, parser.parse_args().schools + 1):
        for size, numbers in SIZES.items():
            with tempfile.TemporaryDirectory() as scratch:
                measure(Path(scratch), seed, numbers, partial(tally_of, tallies, size))
    print(table(tallies))


def tally_of(tallies: dict[tuple[str, str], Tally], size: str, kind: str) -> Tally:
    """The tally of one kind of submission at one size of school."""
    return tallies[size, kind]


def measure(scratch: Path, seed: int, size: dict[str, int], tally: Callable[[str], Tally]) -> None:
    """One school, audited; every submission in its tally."""
    rng = Random(seed)  # noqa: S311 - invented people, the same for the same seed
    workspace, special = handed_in(scratch, seed, size, rng)
    with judged(workspace, TODAY) as room:
        numbers = submissions_in_numbers(room)
        ordinary = {each: this for each, this in numbers.items() if each not in special}
        for submission_id, this in numbers.items():
            others = [each for other, each in ordinary.items() if other != submission_id]
            reasons = held_for(this, others, room.roster.people.num_rows, workspace.policy.held)
            tally(special.get(submission_id, ORDINARY)).add(this, reasons)


def handed_in(
    scratch: Path, seed: int, size: dict[str, int], rng: Random
) -> tuple[Workspace, dict[str, str]]:
    """The school's workspace with everything handed in, and the kind of every submission that was added."""
    school = scratch / "school"
    write_school(school, seed=seed, today=TODAY, **size)  # type: ignore[arg-type]  # three of its sizes
    reviewers = {"dsl": "S001", "second_reviewer": "S002"}
    setting = {"name": "Benchmark", "kind": "school", "children": "pupils", "invented": True, **reviewers}
    workspace = make_workspace(scratch / "workspace", setting, Secrets())
    load(workspace, sources(sorted((school / "roster").iterdir())), TODAY)
    load_staff(workspace, school / "staff.csv")
    names = names_on_roster(workspace)
    kinds = added(names, size["contacts"], rng)
    declare(school / "declarations.csv", "parent at the school", names[Kind.PARENT_CARER][:30])
    load_declarations(workspace, school / "declarations.csv")
    for person in sorted((school / "exports").iterdir()):
        submit(workspace, person.name, sorted(person.iterdir()), TODAY)
    special = {}
    for kind, contacts in kinds.items():
        workspace.vault.keep_submission(kind, [extract(contacts)], TODAY)
        special[workspace.vault.submission_id_of(kind)] = kind
    return workspace, special


def names_on_roster(workspace: Workspace) -> dict[Kind, list[str]]:
    """The roster's people by kind, each with forename and surname as the school knows them."""
    kept = workspace.lists_needed()[0].tables
    kinds = dict(
        zip(kept["people"]["person_id"].to_pylist(), kept["people"]["kind"].to_pylist(), strict=True)
    )
    names: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    for row in kept["names"].to_pylist():
        if row["name_kind"] == "legal":
            names[Kind(str(kinds[row["person_id"]]))].append(row["full_name"])
    return names


def added(names: dict[Kind, list[str]], contacts: int, rng: Random) -> dict[str, list[str]]:
    """What is handed in on top, by kind: ordinary staff with much to do with families, and edited exports."""
    everybody = [name for kind in Kind for name in names[kind]]

    def strangers(count: int) -> list[str]:
        return [draw_person(rng).full_name for _ in range(count)]

    def some(share: float) -> list[str]:
        return rng.sample(everybody, round(share * len(everybody)))

    def stuffed(share: float) -> list[str]:
        planted = rng.choices(everybody, k=round(share * STUFFED))
        return planted + strangers(STUFFED - len(planted))

    parents = names[Kind.PARENT_CARER]
    return {
        "parent at the school": parents[:40] + strangers(contacts),
        "teacher of 20 years": rng.sample(parents, 20) + strangers(2 * contacts),
        "3,000 followers": strangers(3000),
        "5,000 popular names": strangers(STUFFED),
        "5,000 names, 1 % from the roster": stuffed(0.01),
        "5,000 names, 5 % from the roster": stuffed(0.05),
        "5,000 names, 50 % from the roster": stuffed(0.5),
        "5,000 names, all from the roster": stuffed(1),
        "ordinary list and 1 % of the roster": some(0.01) + strangers(contacts),
        "ordinary list and 5 % of the roster": some(0.05) + strangers(contacts),
        "ordinary list and 50 % of the roster": some(0.5) + strangers(contacts),
        "the whole roster and nobody else": everybody,
    }


def declare(path: Path, staff_ref: str, people: list[str]) -> None:
    """Relationships that the school knows of, added to its list."""
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, header)
        for name in people:
            told = {"staff_ref": staff_ref, "person": name, "reason": "friends", "agreed_by": "head"}
            rows.writerow({key: told.get(key, "") for key in header})


def extract(names: list[str]) -> Extract:
    """Friends on Facebook of these names."""
    rows = [
        {"submission_id": "", "account_id": number, "platform": "facebook", "relation": Relation.FRIEND.value}
        | {"display_name": name, "handle": "", "profile_url": "", "email": "", "since": None}
        for number, name in enumerate(names)
    ]
    count = ListCount(Relation.FRIEND, "2023-json", len(names), len(names), 0, 0, 0)
    return Extract("facebook", "2023-json", pa.Table.from_pylist(rows, schema=ACCOUNTS), (count,))


def table(tallies: dict[tuple[str, str], Tally]) -> str:
    """The figures as Markdown."""
    lines = [
        "| size | what is handed in | submissions | held | to look at: least, most |",
        "|---|---|---|---|---|",
    ]
    for (size, kind), each in sorted(tallies.items()):
        share = f"{each.held} ({each.held / each.submissions:.1%})"
        looked = f"{min(each.to_look_at)}, {max(each.to_look_at)}"
        lines.append(f"| {size} | {kind} | {each.submissions} | {share} | {looked} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()

"""M15: an export into which 5,000 names were put tells its sender nothing of who is on the roster."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from benchmarks.held_reports import names_on_roster
from flows.facts.held import held_reports
from flows.facts.staff import staff_facts
from flows.intake import submit
from flows.rosters.loading import load
from flows.rosters.sources import sources
from flows.rosters.staff import load_staff
from flows.workspace import Workspace, make_workspace
from reports.staff_facts import StaffReport
from reports.staff_report import staff_report
from samples.population import draw_person
from samples.school import write_school
from tests.flows.conftest import TODAY
from tests.flows.passphrases import SECRETS
from tests.flows.rooms import judged
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure

NAMES = 5000
SENDERS = {"S003": 0.01, "S004": 0.05, "S005": 0.5, "S006": 1.0}
"""Who hands in an edited export, and which share of its names is taken from a roster."""
SIZE = {"pupils": 40, "staff": 13, "contacts": 60}
RECEIPT = "r-0123456789"


def test_what_a_sender_of_5000_names_gets_is_the_same_to_the_byte_whoever_is_on_the_roster(
    tmp_path: Path, figure: Figure
) -> None:
    rosters = amount(3, 30)
    first = workspace_of(tmp_path / "0", 0)
    stuffed = stuffed_with(first)
    here = dict(pages(first, stuffed, tmp_path))
    for seed in range(1, rosters):
        there = dict(pages(workspace_of(tmp_path / str(seed), seed), stuffed, tmp_path))
        for sender in SENDERS:
            assert here[sender].gets == there[sender].gets == here[sender].checked.held()
            assert staff_report(here[sender].gets) == staff_report(there[sender].gets)
            # Had they not been held, the pages would have told the one roster from the other.
            assert here[sender].checked.look_at != there[sender].checked.look_at
    shares = ", ".join(f"{share:.0%}" for share in SENDERS.values())
    told = f"{NAMES:,} names, {shares} of them on one of {rosters} rosters: each page the same to the byte"
    figure("M15", told)


def workspace_of(folder: Path, seed: int) -> Workspace:
    """An invented school, with what its staff have handed in but for those who send edited exports."""
    write_school(folder / "school", seed=seed, today=TODAY, **SIZE)  # type: ignore[arg-type]  # three sizes
    setting = {"name": "Alder Lane", "kind": "school", "children": "pupils", "invented": True}
    reviewers = {"dsl": "S001", "second_reviewer": "S002"}
    workspace = make_workspace(folder / "workspace", setting | reviewers, SECRETS)
    load(workspace, sources(sorted((folder / "school" / "roster").iterdir())), TODAY)
    load_staff(workspace, folder / "school" / "staff.csv")
    for person in sorted((folder / "school" / "exports").iterdir()):
        if person.name not in SENDERS:
            submit(workspace, person.name, sorted(person.iterdir()), TODAY)
    return workspace


def stuffed_with(workspace: Workspace) -> dict[str, list[str]]:
    """For every sender 5,000 names, a share of them from that workspace's roster."""
    rng = Random(15)  # noqa: S311 - invented people
    on_roster = [name for names in names_on_roster(workspace).values() for name in names]
    planted = {
        sender: rng.choices(on_roster, k=round(share * NAMES)) if share < 1 else on_roster
        for sender, share in SENDERS.items()
    }
    return {
        sender: names + [draw_person(rng).full_name for _ in range(NAMES - len(names))]
        for sender, names in planted.items()
    }


@dataclass(frozen=True)
class Told:
    """What a sender's page would say, and what the page says that they can get."""

    checked: StaffReport
    gets: StaffReport


def pages(workspace: Workspace, stuffed: dict[str, list[str]], scratch: Path) -> Iterator[tuple[str, Told]]:
    """By sender, after an audit of what everybody has handed in."""
    for sender, names in stuffed.items():
        submit(workspace, sender, [export_of(names, scratch / sender)], TODAY)
    with judged(workspace) as room:
        ids = {workspace.vault.submission_id_of(sender): sender for sender in stuffed}
        waits = held_reports(room)
        for submission_id, facts in staff_facts(room, dict.fromkeys(ids, RECEIPT), room.findings):
            own = replace(facts, initials="")  # the staff lists differ too, and say nothing of the rosters
            yield ids[submission_id], Told(own, own.held() if submission_id in waits else own)


def export_of(names: list[str], folder: Path) -> Path:
    """An edited export: friends on Facebook of these names."""
    path = folder / "connections" / "friends" / "your_friends.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    friends = [{"name": name, "timestamp": 1_600_000_000 + place} for place, name in enumerate(names)]
    path.write_text(json.dumps({"friends_v2": friends}), encoding="utf-8")
    return path

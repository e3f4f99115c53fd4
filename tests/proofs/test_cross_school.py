"""M6: two schools of a trust, screened across: what is asked, and for whom, and what nobody else opens."""

import io
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from flows.boundary import PipelineError
from flows.cli import main
from flows.cross_school.area import (
    CrossSchoolDpiaInFuture,
    CrossSchoolDpiaMissing,
    find_area,
    record,
)
from flows.cross_school.collecting import collect
from flows.cross_school.handing_over import hand_over, hand_over_before_audit
from flows.cross_school.opening import dismiss, opened
from flows.cross_school.screening import screen
from flows.cross_school.taking_part import answer
from flows.rosters.declared import load_declarations
from flows.today import london_today
from flows.withdrawal import withdraw
from flows.workspace import STATE, Workspace
from schemas.words import Outcome, Reader
from tests.canary import find_canaries
from tests.flows.conftest import TODAY
from tests.flows.passphrases import SECRETS, identity_of
from tests.flows.trusts import (
    ALDER_NAMES,
    BIRCH_NAMES,
    Trust,
    answered,
    asked_about,
    hand_in,
    load_both,
    share,
    trust_in,
)
from tests.proofs import trust_killed
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from tests.proofs.everything_opened import everything, identities, unsealed
from vault.cross_school import SIGNATURE, school_signer, sealed_letter
from vault.documents import unlocked_workbook
from vault.errors import AreaOutOfReachError, NothingKeptError
from vault.ledger import Draft
from vault.trust_share import WORKBOOKS


@pytest.fixture(scope="module")
def loaded_both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return load_both(tmp_path_factory.mktemp("trust"))


@pytest.fixture
def trust(loaded_both: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trust:
    monkeypatch.setenv(STATE, str(tmp_path / "state"))
    return trust_in(tmp_path, loaded_both)


def screened(trust: Trust) -> dict[str, int]:
    """Both hand over, the area screens, both collect."""
    for workspace in trust.schools:
        hand_over(workspace, TODAY)
    counts = screen(trust.area, TODAY).counts
    for workspace in trust.schools:
        collect(workspace, TODAY)
    return counts


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_contact_who_may_be_a_parent_of_another_school_is_a_question_for_the_own_lead(trust: Trust):
    teacher = hand_in(trust.alder, "S3", "Evangeline Ravenscroft", "Gwendolyna Ashquarry")
    screened(trust)
    said = answered(trust.alder)[teacher]
    assert asked_about(said) == {"Evangeline Ravenscroft": "to_check"}
    assert said.findings[0].roster.detail == "Birch Road"  # type: ignore[union-attr]
    assert said.findings[0].staff == ""  # type: ignore[union-attr]


def test_nobody_of_the_own_school_and_no_family_of_both_is_asked_about(trust: Trust):
    teacher = hand_in(trust.alder, "S3", "Isambard Wrenhollow", "Ottoline Quillfeather")
    screened(trust)
    said = answered(trust.alder)[teacher]
    assert said is not None
    assert (said.outcome, said.findings) == (Outcome.CHECKED, ())


def test_each_school_is_told_of_its_own_staff_and_of_nobody_elses(trust: Trust):
    ours = hand_in(trust.alder, "S3", "Evangeline Ravenscroft")
    theirs = hand_in(trust.birch, "T3", "Isambard Wrenhollow")
    screened(trust)
    assert {one: asked_about(said) for one, said in answered(trust.alder).items()} == {
        ours: {"Evangeline Ravenscroft": "to_check"}
    }
    assert {one: asked_about(said) for one, said in answered(trust.birch).items()} == {
        theirs: {"Isambard Wrenhollow": "to_check"}
    }


def test_what_concerns_the_lead_is_for_the_second_reviewer(trust: Trust):
    lead = hand_in(trust.alder, "S1", "Thomasina Ravenscroft")
    screened(trust)
    assert answered(trust.alder) == {}
    assert asked_about(answered(trust.alder, Reader.SECOND_REVIEWER)[lead]) == {
        "Thomasina Ravenscroft": "to_check"
    }


def test_a_colleague_their_children_and_whom_one_declared_are_shown_as_that(trust: Trust, tmp_path: Path):
    path = tmp_path / "declared.csv"
    path.write_text(
        "staff_ref,person,roster_id,reason,agreed_by,agreed_on,review_on\n"
        "S3,Evangeline Ravenscroft,,Old friend,Hildegarde Moorcastle,2026-01-12,2027-01-12\n",
        encoding="utf-8",
    )
    load_declarations(trust.alder, path)
    own = hand_in(trust.alder, "S3", "Wilhelmina Gullthorpe", "Evangeline Ravenscroft")
    other = hand_in(trust.alder, "S4", "Rosamunde Gullthorpe", "Evangeline Ravenscroft", "Ignatius Fernbury")
    screened(trust)
    said = answered(trust.alder)
    assert asked_about(said[own]) == {
        "Wilhelmina Gullthorpe": "for_information",
        "Evangeline Ravenscroft": "declared",
    }
    assert asked_about(said[other]) == {
        "Rosamunde Gullthorpe": "for_information",
        "Evangeline Ravenscroft": "to_check",
        "Ignatius Fernbury": "to_check",
    }
    namesake = next(each for each in said[other].findings if each.roster.name == "Ignatius Fernbury")  # type: ignore[union-attr]
    assert "Someone on the staff list has this name too" in namesake.rule


def test_nothing_of_who_did_not_say_yes_is_handed_over(trust: Trust):
    hand_in(trust.alder, "S3", "Evangeline Ravenscroft", agrees=False)
    assert hand_over(trust.alder, TODAY).counts == {"submissions": 0, "failed": 0}
    assert [each.stem for each in share(trust.alder).inbox.letters()] == ["families"]


@pytest.mark.parametrize("signed", ["", f"dpia_signed = {london_today() + timedelta(days=1)}"])
def test_nothing_is_handed_over_before_the_schools_own_assessment_is_signed(
    trust: Trust, loaded_both: Path, tmp_path: Path, signed: str
):
    other = trust_in(tmp_path / "other", loaded_both)
    text = other.alder.school_toml.read_text(encoding="utf-8")
    own = text.index("[trust]")
    lines = [signed if line.startswith("dpia_signed") else line for line in text[own:].splitlines()]
    other.alder.school_toml.write_text(text[:own] + "\n".join(lines) + "\n", encoding="utf-8")
    unsigned = Workspace(other.alder.folder)
    with pytest.raises(CrossSchoolDpiaMissing):
        hand_over(unsigned, TODAY)
    with pytest.raises(CrossSchoolDpiaMissing):
        collect(unsigned, TODAY)
    assert share(unsigned).inbox.letters() == []


def test_nothing_is_handed_over_or_screened_before_the_trusts_assessment_is_signed(
    loaded_both: Path, tmp_path: Path
):
    trust = trust_in(tmp_path, loaded_both)
    hand_over(trust.birch, TODAY)
    toml = trust.area.folder / "cross-school.toml"
    toml.write_text(toml.read_text().replace("dpia_signed = 2026-09-01", ""), encoding="utf-8")
    area = find_area(trust.area.folder)
    with pytest.raises(CrossSchoolDpiaMissing):
        hand_over(trust.alder, TODAY)
    with pytest.raises(CrossSchoolDpiaMissing):
        screen(area, TODAY)
    assert share(trust.alder).inbox.letters() == []
    assert [each.stem for each in share(trust.birch).inbox.letters()] == ["families"]
    with pytest.raises(CrossSchoolDpiaInFuture):
        record(area, london_today() + timedelta(days=1))


def test_an_area_out_of_reach_is_said_and_keeps_no_audit_from_its_work(trust: Trust):
    hand_in(trust.alder, "S3", "Evangeline Ravenscroft")
    trust.area.folder.rename(trust.area.folder.with_name("away"))
    with pytest.raises(AreaOutOfReachError) as refused:
        hand_over(trust.alder, TODAY)
    assert refused.value.__context__ is None
    hand_over_before_audit(trust.alder, TODAY)
    assert len(list(trust.alder.folder.glob("incidents/*"))) == 1


def test_with_the_families_of_one_school_alone_letters_wait_until_they_are_too_old(trust: Trust):
    hand_in(trust.alder, "S3", "Evangeline Ravenscroft")
    hand_over(trust.alder, TODAY)
    counts = screen(trust.area, TODAY).counts
    assert counts == {"settings": 1, "not_handed_over": 1, "unread": 0}
    assert len(share(trust.alder).inbox.letters()) == 2
    assert share(trust.alder).outbox.letters() == []
    screen(trust.area, TODAY + timedelta(days=31))
    assert share(trust.alder).inbox.letters() == []


def test_lists_that_an_audit_has_forgotten_wait_on_for_their_screening(trust: Trust):
    teacher = hand_in(trust.alder, "S3", "Evangeline Ravenscroft")
    hand_over(trust.alder, TODAY)
    trust.alder.vault.commit(forgotten(trust.alder, teacher))
    screened(trust)
    assert asked_about(answered(trust.alder)[teacher]) == {"Evangeline Ravenscroft": "to_check"}


def forgotten(workspace: Workspace, submission_id: str) -> Draft:
    """What an audit forgets once it is done."""
    draft = Draft()
    workspace.vault.hand_ins.forget(draft, {submission_id: workspace.vault.hand_ins.waiting()[submission_id]})
    return draft


@pytest.mark.parametrize("step", ["handed over", "screened", "collected"])
def test_whoever_withdraws_is_gone_from_the_area_and_from_what_came_back(trust: Trust, step: str):
    leaver = hand_in(trust.alder, "S3", "Evangeline Ravenscroft")
    hand_in(trust.alder, "S4", "Thomasina Ravenscroft")
    for workspace in trust.schools:
        hand_over(workspace, TODAY)
    if step != "handed over":
        screen(trust.area, TODAY)
    if step == "collected":
        collect(trust.alder, TODAY)
        CliRunner().invoke(main, ["cross-school", "open", *_at(trust.alder)], input=f"{SECRETS.dsl}\n")
        assert (trust.alder.folder / WORKBOOKS[Reader.DSL]).exists()
    said = withdraw(trust.alder, "S3", TODAY)
    assert "Nothing of it lies in the trust's area any more." in said
    for folder in (trust.area.folder, trust.alder.folder / "cross-school"):
        assert [path.name for path in files(folder) if leaver in path.name] == []
    assert not (trust.alder.folder / WORKBOOKS[Reader.DSL]).exists()
    screen(trust.area, TODAY)
    collect(trust.alder, TODAY)
    assert leaver not in answered(trust.alder)
    assert len(answered(trust.alder)) == 1


def test_whoever_withdraws_while_the_area_is_out_of_reach_is_gone_at_the_next_hand_over(trust: Trust):
    leaver = hand_in(trust.alder, "S3", "Evangeline Ravenscroft")
    hand_over(trust.alder, TODAY)
    away = trust.area.folder.rename(trust.area.folder.with_name("away"))
    assert "could not be reached" in withdraw(trust.alder, "S3", TODAY)
    away.rename(trust.area.folder)
    hand_over(trust.alder, TODAY)
    assert [path for path in files(trust.area.folder) if leaver in path.name] == []


def test_a_no_takes_everything_back_and_leaves_the_own_audit_alone(trust: Trust):
    teacher = hand_in(trust.alder, "S3", "Evangeline Ravenscroft")
    screened(trust)
    hand_over(trust.alder, TODAY)
    answer(trust.alder, "S3", TODAY, yes=False)
    assert answered(trust.alder) == {}
    assert [path for path in files(trust.area.folder) if teacher in path.name] == []
    assert teacher in trust.alder.vault.hand_ins.waiting()


def test_who_was_not_handed_over_or_could_not_be_checked_never_looks_checked(trust: Trust):
    hand_in(trust.alder, "S3", "Evangeline Ravenscroft")
    broken = hand_in(trust.alder, "S4", "Thomasina Ravenscroft")
    for workspace in trust.schools:
        hand_over(workspace, TODAY)
    (letter,) = [each for each in share(trust.alder).inbox.letters() if each.stem == broken]
    path = share(trust.alder).inbox.folder / letter.name
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    assert screen(trust.area, TODAY).counts["unread"] == 1
    collect(trust.alder, TODAY)
    told = _workbook(trust.alder)
    assert "Checked: 1." in told
    assert "Could not be checked: 1 (letter-unreadable)." in told
    assert "Not handed over: 1." in told
    hand_over(trust.alder, TODAY)
    assert "Could not be checked: 1 (letter-unreadable)." in _workbook(trust.alder)


def test_the_workbook_says_what_was_not_looked_through(trust: Trust):
    hand_in(trust.alder, "S3", "Evangeline Ravenscroft")
    assert "Nothing has been screened yet." in _workbook(trust.alder)
    screened(trust)
    assert "against the families of 1 other setting of the trust." in _workbook(trust.alder)


def test_what_was_dismissed_is_not_asked_again(trust: Trust):
    hand_in(trust.alder, "S3", "Evangeline Ravenscroft")
    screened(trust)
    mine = opened(trust.alder, Reader.DSL, identity_of(trust.alder))
    ((_, _, finding),) = mine.findings()
    assert "Evangeline" in _workbook(trust.alder)
    dismiss(mine, finding.finding_id, TODAY)
    assert "Evangeline" not in _workbook(trust.alder)
    hand_in(trust.alder, "S3", "Evangeline Ravenscroft")
    screened(trust)
    told = _workbook(trust.alder)
    assert "Evangeline" not in told
    assert "1 question is left out" in told
    with pytest.raises(NothingKeptError):
        dismiss(mine, "find-000000000000", TODAY)


def test_the_commands_take_a_school_through_a_screening_and_name_nobody(trust: Trust):
    hand_in(trust.alder, "S3", "Evangeline Ravenscroft", agrees=False)
    run = CliRunner()
    said = run.invoke(
        main,
        ["cross-school", "answer", "--staff", "S3", "--today", str(TODAY), *_at(trust.alder)],
        input="yes\n",
    )
    told = [said.output]
    for workspace in trust.schools:
        said = run.invoke(main, ["cross-school", "hand-over", "--today", str(TODAY), *_at(workspace)])
        told.append(said.output)
    area = str(trust.area.folder)
    told.append(run.invoke(main, ["cross-school", "screen", "--area", area, "--today", str(TODAY)]).output)
    told.append(
        run.invoke(main, ["cross-school", "collect", "--today", str(TODAY), *_at(trust.alder)]).output
    )
    opened_ = run.invoke(main, ["cross-school", "open", *_at(trust.alder)], input=f"{SECRETS.dsl}\n")
    assert "Evangeline Ravenscroft" in _unlocked(trust.alder, opened_.output)
    assert not [name for name in ("Evangeline", "Ravenscroft", "Gullthorpe") for each in told if name in each]
    assert "Settings that handed over: 2." in "".join(told)


def _at(workspace: Workspace) -> list[str]:
    return ["--workspace", str(workspace.folder)]


def _workbook(workspace: Workspace) -> str:
    said = CliRunner().invoke(
        main, ["cross-school", "open", "--today", str(TODAY), *_at(workspace)], input=f"{SECRETS.dsl}\n"
    )
    return _unlocked(workspace, said.output)


def _unlocked(workspace: Workspace, said: str) -> str:
    words = said.partition("shown once: ")[2].strip()
    locked = (workspace.folder / WORKBOOKS[Reader.DSL]).read_bytes()
    book = load_workbook(io.BytesIO(unlocked_workbook(locked, [words])))
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    return "\n".join(" | ".join(str(cell) for cell in row if cell is not None) for row in rows)


def names_in(opened_files: Iterator[tuple[str, bytes]], names: Iterable[str]) -> set[str]:
    """The names that are found in these files, as they lie there or opened."""
    said = (each for _, data in opened_files for each in (data, *tables_in(data)))
    return {leak.canary for each in said for leak in find_canaries(each, names)}


def tables_in(data: bytes) -> Iterator[bytes]:
    """Each table of a bundle, which the scanner would see compressed; a letter's signature is in the way."""
    for start in (0, SIGNATURE):
        with suppress(pa.ArrowException, OSError, KeyError):
            yield from pa.ipc.open_stream(data[start:]).read_all()["table"].to_pylist()


def opened_with(folder: Path, *keys: str) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder as it lies there, and opened with any of these keys."""
    for path in files(folder):
        yield path.name, path.read_bytes()
        for each in filter(None, (unsealed(path.read_bytes(), key) for key in keys)):
            yield f"{path.name} opened", each


def test_no_key_of_one_school_opens_anything_of_another_and_the_areas_key_opens_no_workspace(
    trust: Trust, figure: Figure
):
    """At each step, with every key and passphrase of a school, and with the area's own."""
    hand_in(trust.alder, "S3", "Evangeline Ravenscroft")
    hand_in(trust.birch, "T3", "Isambard Wrenhollow")
    area, birch = trust.area.keys.identity, list(identities(trust.birch).values())
    only_alders = set(ALDER_NAMES) - {"Quillfeather", "Gullthorpe", "Wrenhollow"}
    looked = 0

    def apart() -> None:
        nonlocal looked
        assert names_in(opened_with(trust.area.folder, *birch), only_alders) == set()
        assert names_in(opened_with(trust.area.folder, trust.alder.keys.service), BIRCH_NAMES) == set()
        assert names_in(everything(trust.birch), only_alders) == set()
        for workspace in trust.schools:
            assert [name for name, _ in opened_with(workspace.folder, area) if name.endswith("opened")] == []
        looked += len(files(trust.area.folder))

    for workspace in trust.schools:
        hand_over(workspace, TODAY)
    inbox = trust.area.folder / "inbox"
    assert names_in(opened_with(inbox, area), only_alders) == only_alders - {"Moorcastle", "Oxbarrow"}
    apart()
    screen(trust.area, TODAY)
    assert not list(opened_with(inbox, area))
    apart()
    for workspace in trust.schools:
        collect(workspace, TODAY)
    apart()
    assert asked_about(next(iter(answered(trust.birch).values()))) == {"Isambard Wrenhollow": "to_check"}
    figure("M6", f"{looked} files of a trust's area at 3 steps: 0 names of one school open for the other")


def test_a_letter_that_was_forged_swapped_or_put_elsewhere_is_not_read(trust: Trust):
    """By somebody who may write into every mailbox, and has the keys of the other school."""
    hand_in(trust.alder, "S3", "Evangeline Ravenscroft")
    for workspace in trust.schools:
        hand_over(workspace, TODAY)
    ours, theirs = share(trust.alder).inbox, share(trust.birch).inbox
    (families,) = [each for each in theirs.letters() if each.stem == "families"]
    (own,) = [each for each in ours.letters() if each.stem == "families"]
    (ours.folder / own.name).write_bytes((theirs.folder / families.name).read_bytes())
    assert screen(trust.area, TODAY).counts == {"settings": 1, "not_handed_over": 1, "unread": 1}
    hand_over(trust.alder, TODAY)
    screen(trust.area, TODAY)
    (answer_,) = [each for each in share(trust.alder).outbox.letters() if each.stem.endswith(".dsl")]
    forged = sealed_letter(
        share(trust.alder).outbox.place(answer_.stem.partition(".")[0]),
        b"{}",
        [trust.alder.keys.people[Reader.DSL].recipient],
        school_signer(trust.birch.keys),
    )
    (share(trust.alder).outbox.folder / answer_.name).write_bytes(forged)
    collect(trust.alder, TODAY)
    assert list(answered(trust.alder).values()) == [None]
    assert "Could not be checked: 1 (answer-unreadable)." in _workbook(trust.alder)


STEPS = ("hand over", "screen", "collect")


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX")
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_is_killed_and_done_again_ends_as_undisturbed(
    loaded_both: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure, step: str
):
    monkeypatch.setenv(STATE, str(tmp_path / "state"))
    place = tmp_path / "place"
    trust = trust_in(place, loaded_both)
    hand_in(trust.alder, "S3", "Evangeline Ravenscroft")
    before = STEPS[: STEPS.index(step)]
    for each in before:
        trust_killed.do(each, place)
    moments = range(1, 40, amount(6, 1))
    for moment in moments:
        trust_killed.copied(place, Path(f"{place}-{moment}"))
    command = [sys.executable, "-m", "tests.proofs.trust_killed", step, str(place), *map(str, moments)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    killed = sum(int(each) == signal.SIGKILL for each in told.stdout.split())
    assert killed
    for moment in moments:
        again = Path(f"{place}-{moment}")
        for each in STEPS[STEPS.index(step) :]:
            trust_killed.do(each, again)
        ((_, said),) = answered(Workspace(again / "alder")).items()
        assert asked_about(said) == {"Evangeline Ravenscroft": "to_check"}
        left = {path.name for path in files(again / "area") if path.suffix == ".age"}
        assert left == set()
        assert find_canaries(again / "area", BIRCH_NAMES) == []
    figure(
        "M6", f"{killed} kills while “{step}” of a cross-school screening: done again, it ends as undisturbed"
    )


def test_the_flow_takes_no_parameter_and_its_errors_are_codes(trust: Trust, monkeypatch: pytest.MonkeyPatch):
    from flows.jobs.cross_school import cross_school, screened

    assert (cross_school.name, cross_school.parameters.properties) == ("cross-school", {})
    monkeypatch.setenv("ARMSLENGTH_TRUST_AREA", str(trust.area.folder))
    assert screened("cross-school").counts == {"settings": 0, "not_handed_over": 2, "unread": 0}
    (trust.area.folder / "keys" / "area.json").unlink()
    with pytest.raises(PipelineError) as failed:
        screened("cross-school")
    assert str(failed.value) == "cross-school: keys-missing (incident not kept)"
    assert (failed.value.__cause__, failed.value.__context__) == (None, None)

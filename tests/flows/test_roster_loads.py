"""Loading a roster: what is kept, what is compared, what is refused, and what the DSL reads of it."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.rosters.comparison import Compared, Comparison, RosterChangedMuch, require_reason, sizes
from flows.rosters.kept import last_load
from flows.rosters.loading import load
from flows.rosters.page import NOT_COMPARED
from flows.rosters.sources import sources
from flows.stages.load import index_roster, load_roster
from flows.workroom import opened_room, room_of
from flows.workspace import ROSTER_VERSION, Workspace, make_workspace
from policy.policy import DEFAULT
from tests.canary import find_canaries
from tests.flows.conftest import SCHOOL, TODAY
from tests.flows.passphrases import SECRETS
from tests.flows.rosters import FIRST, LAST, families, page_text, roster_file, words_of_page
from tests.flows.test_commands import run
from vault.bundles import Bundle
from vault.documents import opens_with

REASON = "Quillfeather Nursery joined us this week"
STAFF = (
    "Staff code,Forename,Surname,Mobile\n"
    "S1,Hildegarde,Moorcastle,\n"
    "S2,Ottoline,Quillfeatherquillfeather,+44 7700 900100\n"
)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with six families, for looking at; what changes it works on a copy."""
    folder = tmp_path_factory.mktemp("loaded")
    workspace = make_workspace(folder / "workspace", SCHOOL, SECRETS)
    load(workspace, sources([roster_file(folder / "roster.csv", families())]), TODAY)
    return workspace


@pytest.fixture
def copy(loaded: Workspace, tmp_path: Path) -> Workspace:
    """The same workspace, to be changed."""
    return Workspace(shutil.copytree(loaded.folder, tmp_path / "workspace"))


def command(workspace: Workspace, file: Path, *more: object) -> Result:
    return run("roster", "load", "--workspace", workspace.folder, "--today", TODAY, *more, file)


def kept(workspace: Workspace) -> tuple[Bundle, bytes]:
    page = (workspace.folder / "roster" / "quality.pdf").read_bytes()
    return workspace.vault.open_tables("roster"), page


def test_the_page_opens_with_the_dsls_passphrase_alone_and_names_nobody(loaded: Workspace) -> None:
    page = kept(loaded)[1]
    assert opens_with(page, words_of_page(loaded))
    assert not any(opens_with(page, each) for each in (SECRETS.dsl, SECRETS.second_reviewer, ""))
    text = page_text(loaded)
    assert "There is no earlier load" in text
    assert [name for name in (*FIRST, *LAST) if name in text] == []


def test_the_same_roster_again_asks_for_no_reason(copy: Workspace, tmp_path: Path) -> None:
    answer = command(copy, roster_file(tmp_path / "roster.csv", families()))
    assert answer.exit_code == 0, answer.output
    assert "Loaded 6 children and 12 parents and carers on roll" in answer.output
    assert "Children of the last load still there 6 6" in page_text(copy)


def test_a_roster_that_differs_a_great_deal_is_refused_and_the_last_one_stays(
    loaded: Workspace, tmp_path: Path
) -> None:
    before = kept(loaded)
    file = roster_file(tmp_path / "Zephyrine Quillfeather.csv", families(first=20, count=2))
    answer = command(loaded, file, "--reason", "why")
    assert answer.exit_code == 4
    assert "[roster-changed-much]" in answer.output
    assert "children: 6 then, 2 now" in answer.output
    assert "children of the last load still there: 6 then, 0 now" in answer.output
    assert "the reason is too short" in answer.output
    assert "Quillfeather" not in answer.output
    assert kept(loaded) == before


def test_with_a_reason_it_counts_and_the_reason_is_read_by_the_dsl_alone(
    copy: Workspace, tmp_path: Path
) -> None:
    answer = command(copy, roster_file(tmp_path / "b.csv", families(count=14)), "--reason", REASON)
    assert answer.exit_code == 0, answer.output
    assert REASON in page_text(copy)
    assert "a great change" in page_text(copy)
    assert copy.vault.open_tables("roster").facts["reason"] == REASON
    assert "Quillfeather" not in answer.output
    assert find_canaries([copy.folder], [*FIRST, *LAST, "joined us"]) == []


def test_a_kept_roster_that_opens_no_more_does_not_stand_in_the_way(copy: Workspace) -> None:
    assert last_load(copy) is not None
    (copy.folder / "lists" / "roster.age").write_bytes(b"damaged")
    assert last_load(copy) is None


def test_a_telephone_number_tells_a_colleague_while_both_lists_are_read_and_is_kept_nowhere(
    copy: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "staff.csv").write_text(STAFF, encoding="utf-8")
    file = roster_file(tmp_path / "a.csv", families())
    answer = command(copy, file, "--staff", tmp_path / "staff.csv")
    assert answer.exit_code == 0, answer.output
    assert "Loaded 2 staff members" in answer.output
    assert "1 member of staff known to be a parent or carer" in page_text(copy)
    with opened_room(copy, TODAY) as run_ref:
        room = room_of(run_ref)
        load_roster(room)
        index_roster(room)
        assert len(room.known.colleagues) == 1
        assert len(room.known.own_family) == 2
    assert "900100" not in f"{copy.vault.open_tables('roster')} {copy.vault.open_tables('staff')}"


def test_a_staff_list_alone_tells_what_to_look_at_by_row_and_names_nobody(
    copy: Workspace, tmp_path: Path
) -> None:
    rows = [
        "S1,Hildegarde,Moorcastle,2",
        *(f"S{each},Rosamunde,Gullthorpe,1" for each in range(2, 21)),
        "S21,,Duskwater,",
    ]
    text = "\n".join(["The single central record,,,", "Staff code,Forename,Surname,DBS", *rows])
    (tmp_path / "staff.csv").write_text(text, encoding="utf-8")
    answer = run("staff", "load", "--workspace", copy.folder, tmp_path / "staff.csv")
    assert answer.exit_code == 0, answer.output
    assert "Loaded 21 staff members (1 column not read), encrypted." in answer.output
    assert (
        "These members of staff have only one name. Enter the other name, if there is one. (1; row 23)"
        in answer.output
    )
    assert not {"Moorcastle", "Duskwater"} & set(answer.output.split())


def test_of_several_files_the_one_that_is_refused_is_numbered(copy: Workspace, tmp_path: Path) -> None:
    (tmp_path / "Quillfeather.csv").write_bytes(b"%PDF-1.7")
    first = roster_file(tmp_path / "a.csv", families())
    answer = command(copy, tmp_path / "Quillfeather.csv", first)
    assert answer.exit_code == 4
    assert answer.output.startswith("file 2: The roster is a PDF")
    assert "Quillfeather" not in answer.output


def test_without_the_staff_list_an_email_address_still_counts_and_the_rest_is_said_to_be_unknown(
    copy: Workspace, tmp_path: Path
) -> None:
    """Also where no e-mail address may be kept."""
    with_rules(copy, keep_email="false")
    row = "S2,Ottoline,Quillfeatherquillfeather,ADULT0@example.org\n"
    (tmp_path / "staff.csv").write_text(f"Staff code,Forename,Surname,Email\n{row}", encoding="utf-8")
    assert run("staff", "load", "--workspace", copy.folder, tmp_path / "staff.csv").exit_code == 0
    answer = command(copy, roster_file(tmp_path / "a.csv", families()))
    assert NOT_COMPARED in answer.output
    assert NOT_COMPARED in page_text(copy)
    assert "1 member of staff known to be a parent or carer" in page_text(copy)
    with opened_room(copy, TODAY) as run_ref:
        room = room_of(run_ref)
        load_roster(room)
        index_roster(room)
        assert len(room.known.colleagues) == 1


def test_within_the_days_of_grace_a_leaver_is_looked_for_at_loading_and_in_the_audit(
    copy: Workspace, tmp_path: Path
) -> None:
    with_rules(copy, grace_days="30")
    (tmp_path / "a.csv").write_text(
        "Forename,Surname,Leaving date,Mum\n"
        "Zephyrine,Quillfeather,15/11/2026,Ottoline Quillfeather\n"
        "Isambard,Thistlemere,01/10/2026,Isolde Thistlemere\n"
        "Araminta,Larkmoor,,Theodosia Larkmoor\n",
        encoding="utf-8",
    )
    (tmp_path / "staff.csv").write_text(STAFF, encoding="utf-8")
    answer = command(copy, tmp_path / "a.csv", "--reason", REASON, "--staff", tmp_path / "staff.csv")
    assert "Loaded 2 children and 2 parents and carers on roll (2 not on roll)" in answer.output
    text = page_text(copy)
    assert "1 These people have left, so they were not looked for. Row 3" in text
    for day, children in ((date(2026, 12, 15), 2), (date(2026, 12, 16), 1)):
        with opened_room(copy, day) as run_ref:
            load_roster(room_of(run_ref))
            assert room_of(run_ref).roster.people["kind"].to_pylist().count("pupil") == children


def with_rules(workspace: Workspace, **rules: str) -> None:
    """Give the workspace a policy of its own with these rules on the roster."""
    lines = DEFAULT.read_text(encoding="utf-8").splitlines()
    of = {line.partition(" = ")[0]: line for line in lines}
    text = "\n".join(lines)
    for name, value in rules.items():
        text = text.replace(of[name], f"{name} = {value}")
    (workspace.folder / "policy.toml").write_text(text, encoding="utf-8")
    school = workspace.school_toml.read_text(encoding="utf-8")
    workspace.school_toml.write_text(school.replace('file = ""', 'file = "policy.toml"'), encoding="utf-8")


def test_a_roster_of_another_version_is_nothing_to_compare_with(copy: Workspace, tmp_path: Path) -> None:
    last = copy.vault.open_tables("roster")
    copy.vault.keep_tables("roster", last.tables, {**last.facts, "version": ROSTER_VERSION - 1})
    answer = command(copy, roster_file(tmp_path / "a.csv", families(first=20, count=2)))
    assert answer.exit_code == 0, answer.output
    assert "There is no earlier load" in page_text(copy)


COUNTS = st.integers(min_value=0, max_value=5_000)


@settings(max_examples=20)
@given(before=COUNTS, now=COUNTS)
def test_a_half_and_a_double_are_no_great_change_and_anything_beyond_is(before: int, now: int) -> None:
    before_and_now = ({"": {"pupil": count, "parent_carer": 10, "link": 10}} for count in (before, now))
    children, adults, links = sizes(*before_and_now)
    assert (children.before, children.now) == (before, now)
    assert children.is_great == (before > 0 and not before <= now * 2 <= before * 4)
    assert not adults.is_great
    assert not links.is_great


def test_of_one_source_nothing_is_said_twice() -> None:
    before, now = (
        {"csv": {"pupil": many}, "": {"pupil": many, "parent_carer": 9, "link": 9}} for many in (50, 20)
    )
    assert [each.what for each in sizes(before, now) if each.is_great] == ["Children"]


def test_of_several_sources_the_one_that_changed_a_great_deal_is_named_by_its_kind() -> None:
    before = {"ctf": {"pupil": 200}, "csv": {"pupil": 50}, "": {"pupil": 250, "parent_carer": 9, "link": 9}}
    now = {"ctf": {"pupil": 200}, "csv": {"pupil": 20}, "": {"pupil": 220, "parent_carer": 9, "link": 9}}
    great = [each for each in sizes(before, now) if each.is_great]
    assert great == [Compared("Children, List (CSV)", 50, 20, is_great=True)]


@given(reason=st.text(max_size=40))
def test_a_reason_of_ten_characters_is_a_reason(reason: str) -> None:
    great = Comparison(TODAY, (Compared("Children", 10, 2, is_great=True),))
    tidy = " ".join(reason.split())
    if len(tidy) >= 10:
        assert require_reason(great, reason) == tidy
    else:
        with pytest.raises(RosterChangedMuch, match="children: 10 then, 2 now"):
            require_reason(great, reason)
    assert require_reason(Comparison(), reason) == tidy

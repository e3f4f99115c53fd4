"""MATCHES for small lists: whom an account may be, what is said of it, and what a hostile one costs."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pytest

from matching.matcher import find_matches
from matching.pairs import weigh_pairs
from matching.reading import parse_handles, parse_names
from matching.roster import build_index
from schemas.tables import ACCOUNTS, MATCHES, NAMES, PEOPLE
from tests.matching.names_by_hand import account, accounts, name, roster

ONE = [name("p1", "Oluwaseun", "Adeyemi")]
HOSTILE = {
    "long": "Sarah " * 40_000,
    "one long word": "s" * 200_000,
    "marks": "S" + "\u0301" * 10_000,
    "emoji": "🌸" * 5_000,
    "empty": "",
    "controls": "\x00\u202e\u200b\ud800",
    "brackets": "([" * 5_000,
    "commas": "," * 5_000,
    "digits": "0" * 5_000,
    "ligature": "ﷺ" * 200,
}


def _found(index, *rows, **options):
    return find_matches(accounts(rows), index, **options).to_pylist()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_cut_to_an_ordinary_one_before_it_is_compared(text):
    for name_of in (parse_names, parse_handles):
        parsed = name_of([text.replace("\ud800", "")]).name(0)
        assert len(parsed.words) + len(parsed.also) <= 16
        assert all(len(word) <= 400 for word in parsed.words)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_account_is_compared_and_matches_nobody(text):
    row = account(0, text.replace("\ud800", ""), text.replace("\ud800", ""))
    assert _found(roster(ONE), row) == []


def test_the_table_has_the_schema_of_matches():
    assert find_matches(accounts([account(0, "Seun Adeyemi")]), roster(ONE)).schema.equals(MATCHES)
    assert find_matches(accounts([]), roster(ONE)).schema.equals(MATCHES)
    assert find_matches(accounts([account(0, "Seun Adeyemi")]), roster([])).num_rows == 0


def test_namesakes_on_the_roster_share_the_probability():
    alone = _found(roster([name("p1", "Oluwaseun", "Adeyemi")]), account(0, "Oluwaseun Adeyemi"))
    index = roster([name("p1", "Oluwaseun", "Adeyemi"), name("p2", "Oluwaseun", "Adeyemi")])
    shared = _found(index, account(0, "Oluwaseun Adeyemi"))
    assert alone[0]["probability"] > 0.9
    assert [row["probability"] for row in shared] == pytest.approx([0.5, 0.5], abs=0.05)
    assert "fits this account too" in shared[0]["evidence"][-1]["sentence"]


def test_at_most_the_people_asked_for_are_returned_the_likeliest_first():
    index = roster(name(f"p{number}", "Oluwaseun", "Adeyemi") for number in range(4))
    assert len(_found(index, account(0, "Oluwaseun Adeyemi"), minimum=0.0)) == 3
    assert len(_found(index, account(0, "Oluwaseun Adeyemi"), minimum=0.0, top=1)) == 1


def test_a_rarer_name_weighs_more_than_a_common_one():
    index = roster([name("p1", "Sarah", "Jones"), name("p2", "Sarah", "Featherstone")])
    common, rare = _found(index, account(0, "Sarah Jones"), account(1, "Sarah Featherstone"))
    assert rare["weight"] > common["weight"] + 3


def test_the_evidence_says_which_name_agreed_and_how_common_it_is():
    names = [name("p1", "Sarah", "Jones"), name("p1", "Sarah", "Okafor", kind="former")]
    (row,) = _found(roster(names), account(0, "Sarah Okafor"))
    told = " / ".join(line["sentence"] for line in row["evidence"])
    assert row["name_kind"] == "former"
    assert "former" in told
    assert "1 person in" in told
    assert "expected in Great Britain" in told


def test_each_list_has_its_own_prior_and_submissions_do_not_touch():
    index = roster([name(f"p{number}", "Oluwaseun", f"Adeyemi{chr(97 + number)}") for number in range(20)])
    full = [account(n, f"Oluwaseun Adeyemi{chr(97 + n)}", submission_id="s1") for n in range(20)]
    lone = account(0, "Oluwaseun Adeyemia", submission_id="s2")
    apart = _found(index, lone)
    together = [row for row in _found(index, *full, lone) if row["submission_id"] == "s2"]
    assert together == apart


def test_an_email_address_on_the_roster_is_a_second_signal():
    people = pa.Table.from_pylist(
        [
            {field.name: "" for field in PEOPLE if pa.types.is_string(field.type)}
            | {"person_id": "p1", "email": "Seun@Example.org", "source_row": 1, "starts": None, "ends": None}
        ],
        schema=PEOPLE,
    )
    index = build_index(pa.Table.from_pylist(ONE, schema=NAMES), people)
    (row,) = _found(index, account(0, "Oluwaseun Adeyemi", email="seun@example.org"))
    assert row["band"] == "strong"
    assert any("e-mail" in line["sentence"] for line in row["evidence"])


def test_a_profile_address_says_what_the_display_name_leaves_out():
    row = account(0, "Seun A", profile_url="https://www.linkedin.com/in/seun-adeyemi-5b3a12")
    (found,) = _found(roster(ONE), row)
    assert found["person_id"] == "p1"
    assert any("profile address" in line["sentence"] for line in found["evidence"])


def test_a_person_of_whom_only_a_full_name_is_known_is_found():
    rows = [{"person_id": "p1", "name_kind": "legal", "full_name": "Adeyemi, Oluwaseun Tolu"}]
    blank = dict.fromkeys(("forename", "middle", "surname"), "")
    index = build_index(pa.Table.from_pylist([row | blank for row in rows], schema=NAMES))
    assert [row["person_id"] for row in _found(index, account(0, "Seun Adeyemi"))] == ["p1"]


def test_threads_that_share_an_index_find_what_one_finds_alone():
    people = [name(f"p{n}", "Oluwaseun", f"Ade{chr(97 + n)}mi") for n in range(26)]
    lists = [accounts([account(n, f"Seun Ade{chr(97 + n)}mi") for n in range(26)]) for _ in range(8)]
    alone = find_matches(lists[0], roster(people))
    index = roster(people)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda one: find_matches(one, index), lists))
    assert all(table.equals(alone) for table in found)


def test_pairs_come_back_in_their_order_and_the_same_either_way_round():
    pairs = pa.table(
        {
            "name1": ["Elizabeth Smith", "Liz Smith", "Mark Evans", "", "Seun"],
            "name2": ["Liz Smith", "Elizabeth Smith", "Priya Patel", "Sarah", "Oluwaseun"],
        }
    )
    weighed = weigh_pairs(pairs).to_pydict()
    assert weighed["name1"] == pairs["name1"].to_pylist()
    assert weighed["score"][0] == weighed["score"][1]
    assert weighed["probability"][0] > 0.9
    assert weighed["probability"][4] > 0.9
    assert weighed["probability"][2] < 0.01


def test_matching_is_light_to_import_and_to_run():
    script = (
        "import sys, pyarrow as pa\n"
        "import matching.matcher, matching.pairs, matching.roster as index\n"
        "from schemas.tables import ACCOUNTS, NAMES\n"
        "roster = index.build_index(pa.Table.from_batches([], schema=NAMES))\n"
        "matching.matcher.find_matches(pa.Table.from_batches([], schema=ACCOUNTS), roster)\n"
        "heavy = {'pandas', 'prefect', 'great_expectations'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_accounts_of_the_test_have_the_schema_of_accounts():
    assert accounts([account(0, "Sarah")]).schema.equals(ACCOUNTS)

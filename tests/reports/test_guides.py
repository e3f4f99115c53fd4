import csv
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from connectors.platforms import platforms
from reports.guides import ANY_OTHER, FOLDER, GOOD_FOR_DAYS, guide
from schemas.words import Relation
from tests.reports.test_staff_report import grade

FILES = sorted(FOLDER.glob("*.toml"))
GENERAL = {ANY_OTHER, "by_hand"}
CASES = Path(__file__).parents[1] / "connectors" / "platforms"
ACTS = {
    "unfriend",
    "remove_follower",
    "unfollow",
    "withdraw_request",
    "forget_contact",
    "block",
    "make_private",
}


def undone(platform: str) -> set[Relation]:
    return {relation for act in guide(platform).acts for relation in act.relations}


def listed(platform: str) -> set[Relation]:
    """The relations of the lists that the platform's sample exports hold."""
    files = (CASES / platform).glob("*/lists.csv")
    rows = (row for file in files for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    return {Relation(row["relation"]) for row in rows if row["platform"] == platform}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_guide_tells_blocking_from_making_private_and_says_what_each_act_does(path):
    acts = guide(path.stem).acts
    names = [act.act for act in acts]
    assert set(names) <= ACTS
    assert len(names) == len(set(names))
    assert {"block", "make_private"} <= set(names)
    assert all(act.steps and act.effect and act.title for act in acts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_blocking_and_making_private_come_last_and_no_other_act_is_shown_to_everybody(path):
    acts = guide(path.stem).acts
    assert [act.act for act in acts[-2:]] == ["block", "make_private"]
    assert [act.act for act in acts if not act.relations] == ["block", "make_private"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_guide_names_its_sources_and_what_could_not_be_made_sure_of(path):
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    assert isinstance(facts["checked_on"], date)
    assert bool(facts["sources"]) != (path.stem in GENERAL)
    assert all(source.startswith(("https://", "http://")) for source in facts["sources"])
    assert len(facts["sources"]) == len(set(facts["sources"]))
    assert facts["unconfirmed"]
    assert facts["not_comparable"].endswith(".")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_reading_age_of_each_guide_is_twelve_or_below(path):
    acts = guide(path.stem).acts
    assert grade(" ".join(f"{act.steps} {act.effect}" for act in acts)) + 5 <= 12


@pytest.mark.parametrize("platform", platforms())
def test_every_platform_we_can_read_has_a_guide_under_its_own_title(platform):
    assert (FOLDER / f"{platform}.toml").is_file()
    assert guide(platform).title.split(" (")[0] == platforms()[platform].TITLE


@pytest.mark.parametrize("platform", platforms())
def test_every_list_that_a_platform_exports_can_be_undone(platform):
    assert listed(platform)
    assert listed(platform) <= undone(platform)


@pytest.mark.parametrize("platform", [ANY_OTHER, "by_hand"])
def test_a_general_guide_undoes_whatever_stands_on_a_list(platform):
    assert undone(platform) == set(Relation)


def test_a_platform_without_a_guide_gets_the_general_one_under_its_own_name():
    assert guide("nextdoor").title == "Nextdoor"
    assert guide("nextdoor").acts == guide(ANY_OTHER).acts
    assert guide("../../etc/passwd").acts == guide(ANY_OTHER).acts


def test_an_address_book_is_never_called_a_friendship():
    for platform in platforms():
        for act in guide(platform).acts_for({Relation.CONTACT}):
            if Relation.CONTACT in act.relations:
                assert "is not an online friendship" in act.effect


def test_a_guide_is_good_for_half_a_year():
    page = guide("instagram")
    assert not page.is_old(page.checked_on + timedelta(days=GOOD_FOR_DAYS))
    assert page.is_old(page.checked_on + timedelta(days=GOOD_FOR_DAYS + 1))


def test_blocking_and_making_private_are_shown_whatever_the_relation():
    acts = guide("facebook").acts_for({Relation.FOLLOWER})
    assert [act.act for act in acts] == ["remove_follower", "block", "make_private"]

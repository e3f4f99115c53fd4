import tomllib
from datetime import date, timedelta

import pytest

from reports.guides import FOLDER, GOOD_FOR_DAYS, guide
from schemas.words import Relation

FILES = sorted(FOLDER.glob("*.toml"))
ACTS = {
    "unfriend",
    "remove_follower",
    "unfollow",
    "withdraw_request",
    "forget_contact",
    "block",
    "make_private",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_guide_tells_blocking_from_making_private_and_says_what_each_act_does(path):
    acts = guide(path.stem).acts
    names = [act.act for act in acts]
    assert set(names) <= ACTS
    assert len(names) == len(set(names))
    assert {"block", "make_private"} <= set(names)
    assert all(act.steps and act.effect and act.title for act in acts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_guide_undoes_friends_or_followers_and_names_its_sources(path):
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    undone = frozenset().union(*(act.relations for act in guide(path.stem).acts))
    assert undone & {Relation.FRIEND, Relation.FOLLOWER}
    assert isinstance(facts["checked_on"], date)
    assert facts["sources"] or path.stem == "other"
    assert facts["unconfirmed"]


def test_a_platform_without_a_guide_gets_the_general_one_under_its_own_name():
    assert guide("bereal").title == "Bereal"
    assert guide("bereal").acts == guide("other").acts
    assert guide("../../etc/passwd").acts == guide("other").acts


def test_a_guide_is_good_for_half_a_year():
    page = guide("instagram")
    assert not page.is_old(page.checked_on + timedelta(days=GOOD_FOR_DAYS))
    assert page.is_old(page.checked_on + timedelta(days=GOOD_FOR_DAYS + 1))


def test_blocking_and_making_private_are_shown_whatever_the_relation():
    acts = guide("facebook").acts_for({Relation.FOLLOWER})
    assert [act.act for act in acts] == ["remove_follower", "block", "make_private"]

"""The policy file and its overdue review."""

from datetime import date
from pathlib import Path

import pytest

from policy.policy import DEFAULT, PolicyUnreadable, RosterRules, load_policy


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (
            date(2024, 7, 31),
            "The policy was agreed in August 2023 and is due for review in August 2024.",
        ),
        (
            date(2024, 8, 15),
            "The policy was agreed in August 2023 and was due for review in August 2024.",
        ),
        (
            date(2024, 9, 1),
            (
                "The policy was agreed in August 2023 and was due for review in August 2024: "
                "the review is 1 month overdue."
            ),
        ),
        (
            date(2026, 11, 22),
            (
                "The policy was agreed in August 2023 and was due for review in August 2024: "
                "the review is 2 years and 3 months overdue."
            ),
        ),
    ],
)
def test_the_overdue_review_is_said_in_years_and_months(today: date, sentence: str) -> None:
    assert load_policy().review_sentence(today) == sentence


def test_a_recorded_review_ends_the_reminder_and_an_older_one_does_not() -> None:
    policy = load_policy()
    assert policy.reviewed_on(date(2025, 9, 1)).review_sentence(date(2026, 11, 22)) == (
        "The policy was agreed in August 2023 and last reviewed in September 2025."
    )
    assert policy.reviewed_on(date(2023, 9, 1)).months_overdue(date(2026, 11, 22)) == 27


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (("agreed = 2023-08-01", ""), "the line agreed is missing"),
        (("agreed = 2023-08-01", 'agreed = "August"'), "a value is not of the kind it should be"),
        (('friend = "forbidden"', 'friend = "fine"'), "a value is not of the kind it should be"),
        (("declared = false", 'declared = "no"'), "a value is not of the kind it should be"),
        (("[roster]", "[rosters]"), "the line roster is missing"),
        (("grace_days = 0 ", "grace_days = -1 "), "a value is not of the kind it should be"),
        (("grace_days = 0 ", "grace_days = 4000 "), "a value is not of the kind it should be"),
        (("keep_email = true", "keep_email = 1"), "a value is not of the kind it should be"),
        (("[held]", "[kept]"), "the line held is missing"),
        (("contacts_never_odd = 3000", "contacts_never_odd = 0"), "a value is not of the kind it should be"),
        (("times_the_contacts = 5 ", "times_the_contacts = 0.5 "), "a value is not of the kind it should be"),
        (("times_the_alike = 6 ", "times_the_alike = inf "), "a value is not of the kind it should be"),
        (("share_of_roster = 0.5", "share_of_roster = 1.5"), "a value is not of the kind it should be"),
        (("hand_ins_an_audit = 20", "hand_ins_an_audit = true"), "a value is not of the kind it should be"),
        (("[relations]", "[relations"), "it is not TOML"),
    ],
)
def test_a_damaged_policy_is_one_clear_error(tmp_path: Path, damage: tuple[str, str], reason: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(DEFAULT.read_text(encoding="utf-8").replace(*damage, 1), encoding="utf-8")
    with pytest.raises(PolicyUnreadable, match=reason):
        load_policy(path)


def test_by_default_nobody_is_on_roll_after_their_last_day_and_nobody_without_contact_is_looked_for() -> None:
    assert load_policy().roster == RosterRules(grace_days=0, keep_email=True, no_contact=False)


def test_a_policy_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(PolicyUnreadable, match="cannot be opened"):
        load_policy(tmp_path / "none.toml")

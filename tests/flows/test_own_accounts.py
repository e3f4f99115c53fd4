"""A person's own account is known however the staff list writes it, and no other is taken for it."""

import pytest

from flows.own_accounts import own_account
from flows.ownership import ANOTHERS, NOT_SAID, THEIRS, UNKNOWN, whose
from schemas.extract import Owner


@pytest.mark.parametrize(
    ("listed", "platform", "in_the_export"),
    [
        ("instagram:fernbury.reads", "instagram", "fernbury.reads"),
        ("Instagram: @Fernbury.Reads", "instagram", "fernbury.reads"),
        ("insta:fernbury.reads", "instagram", "Fernbury.Reads"),
        ("@fernbury.reads", "instagram", "fernbury.reads"),
        ("fernbury.reads", "tiktok", "@fernbury.reads"),
        ("https://instagram.com/fernbury.reads", "instagram", "fernbury.reads"),
        ("https://www.instagram.com/fernbury.reads/?hl=en", "instagram", "fernbury.reads"),
        ("instagram.com/Fernbury.Reads", "instagram", "fernbury.reads"),
        ("instagram:https://www.instagram.com/fernbury.reads", "instagram", "fernbury.reads"),
        ("https://m.facebook.com/profile.php?id=61550000000001", "facebook", "61550000000001"),
        ("https://www.facebook.com/people/fernbury.reads", "facebook", "fernbury.reads"),
        ("https://www.tiktok.com/@fernbury.reads", "tiktok", "fernbury.reads"),
        ("https://twitter.com/FernburyReads", "x", "fernburyreads"),
        ("https://x.com/FernburyReads", "x", "fernburyreads"),
        ("Twitter: @FernburyReads", "x", "fernburyreads"),
        ("https://www.linkedin.com/in/ignatius-fernbury/", "linkedin", "ignatius-fernbury"),
        ("https://www.snapchat.com/add/fernburyreads", "snapchat", "fernburyreads"),
        ("https://www.reddit.com/user/fernburyreads/", "reddit", "fernburyreads"),
        ("https://bsky.app/profile/fernbury.example.org", "bluesky", "fernbury.example.org"),
        ("https://t.me/fernburyreads", "telegram", "fernburyreads"),
        ("https://fernburyreads.wordpress.com", "wordpress", "fernburyreads.wordpress.com"),
        ("mastodon:fernbury", "mastodon", "fernbury@toot.example"),
        ("@fernbury@toot.example", "mastodon", "fernbury@toot.example"),
        ("@Fernbury@Toot.example", "mastodon", "fernbury"),
        ("https://toot.example/@fernbury", "mastodon", "fernbury@toot.example"),
        ("https://toot.example/users/fernbury", "mastodon", "@fernbury@toot.example"),
        ("fernbury@toot.example", "mastodon", "https://toot.example/@fernbury"),
        ("ＦＥＲＮＢＵＲＹ", "instagram", "fernbury"),
    ],
)
def test_an_account_is_known_however_it_is_written(listed: str, platform: str, in_the_export: str) -> None:
    staff = [{"staff_ref": "S1", "handles": [listed]}, {"staff_ref": "S2", "handles": []}]
    owner = Owner(in_the_export)
    assert whose(owner, platform, "S1", staff) == THEIRS
    assert whose(owner, platform, "S2", staff) == ANOTHERS


@pytest.mark.parametrize(
    ("listed", "platform", "in_the_export"),
    [
        ("instagram:fernbury.reads", "instagram", "fernbury.read"),
        ("https://instagram.com/fernbury.reads", "instagram", "instagram.com"),
        ("@fernbury@toot.example", "mastodon", "fernbury@elsewhere.example"),
        ("https://toot.example/@fernbury", "mastodon", "fernbury@elsewhere.example"),
    ],
)
def test_another_account_of_that_platform_is_a_question(
    listed: str, platform: str, in_the_export: str
) -> None:
    staff = [{"staff_ref": "S1", "handles": [listed]}]
    assert whose(Owner(in_the_export), platform, "S1", staff) == UNKNOWN


@pytest.mark.parametrize(
    ("listed", "platform", "in_the_export"),
    [
        (["tiktok:fernbury.reads"], "instagram", "fernbury.reads"),
        (["https://www.tiktok.com/@fernbury.reads"], "instagram", "fernbury.reads"),
        (["https://www.instagram.com/"], "instagram", "fernbury.reads"),
        ([], "instagram", "fernbury.reads"),
        (["instagram:fernbury.reads"], "instagram", ""),
        (["instagram:fernbury.reads"], "instagram", " @ "),
    ],
)
def test_where_nothing_can_be_compared_nothing_is_said(
    listed: list[str], platform: str, in_the_export: str
) -> None:
    assert whose(Owner(in_the_export), platform, "S1", [{"staff_ref": "S1", "handles": listed}]) == NOT_SAID


def test_an_account_that_two_people_share_is_each_ones_own() -> None:
    staff = [{"staff_ref": ref, "handles": ["instagram:the.fernburys"]} for ref in ("S1", "S2")]
    assert whose(Owner("the.fernburys"), "instagram", "S2", staff) == THEIRS


@pytest.mark.parametrize(
    "written", ["", "@", ":", "https://", "https://[", "/", "//", "a:b:c", "@@", "http://@/@"]
)
def test_any_cell_of_a_staff_list_can_be_looked_at(written: str) -> None:
    assert own_account(written).platform is not None

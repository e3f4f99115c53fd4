"""Lists of a blog's subscribers that are handed in by themselves, under any name."""

from pathlib import Path

import pytest

from connectors.exports import Reading, read_exports

PAGE_2024 = "Email,Name,Subscription type,Activity,Subscription date,Revenue,Subscriber country\n"
PAGE_2026 = "Email,Name,Type,Stripe plan,Start date,Activity,Revenue\n"
WORDPRESS = "Name,Email address,Date subscribed\n"


def read(tmp_path: Path, text: str, name: str = "my list.csv") -> Reading:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return read_exports([path])


@pytest.mark.parametrize(
    ("text", "platform", "layout"),
    [
        (PAGE_2024 + "p.oduya@example.com,Perrin Oduya,Free,4,2024-01-10,,\n", "substack", "2024-csv"),
        (PAGE_2026 + "p.oduya@example.com,Perrin Oduya,,free,2024-01-10,4,0\n", "substack", "2026-csv"),
        (WORDPRESS + "Perrin Oduya,p.oduya@example.com,2024-01-10\n", "wordpress", "2023-csv"),
    ],
)
def test_subscribers_are_known_by_their_header(text: str, platform: str, layout: str, tmp_path: Path):
    reading = read(tmp_path, text)
    assert not reading.problems
    (extract,) = reading.extracts
    assert (extract.platform, extract.layout) == (platform, layout)
    (account,) = extract.accounts.to_pylist()
    assert account["display_name"] == "Perrin Oduya"
    assert account["email"] == "p.oduya@example.com"
    assert str(account["since"]) == "2024-01-10"


@pytest.mark.parametrize(
    "header",
    [
        "email",  # anybody's list of addresses
        "Name,Email",
        "First Name,Last Name,Email Address,OPTIN_TIME",  # Mailchimp
        "first_name,email_address,state,created_at,tags",  # Kit
        "Email,Status,Created At,Subscription Tier",  # Beehiiv
        "Child,Parent,Email,Since",
        "Name,Email,Since",  # a choir's members
        "User name,E-mail,Status,Country,Since",
        "Name,Date subscribed",
    ],
)
def test_another_list_of_addresses_is_nobodys_followers(header: str, tmp_path: Path):
    reading = read(tmp_path, header + "\n" + "p.oduya@example.com," * header.count(",") + "x\n")
    assert not reading.extracts
    assert [problem.error.code for problem in reading.problems] == ["export-unrecognised"]


@pytest.mark.parametrize(
    "name", ["subscribers-acornlane-2026-05-01.csv", "acornlane.example.org-204117733-email (1).csv"]
)
def test_a_file_that_wordpress_named_may_hold_addresses_alone(name: str, tmp_path: Path):
    (extract,) = read(tmp_path, "Email\np.oduya@example.com\n", name).extracts
    assert (extract.platform, extract.accounts.num_rows) == ("wordpress", 1)
    assert "acornlane" not in repr(extract.notes)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mydata-2024-email.csv", "Name,Email\nPerrin Oduya,p.oduya@example.com\n"),
        ("notes-1-all.csv", "Email\np.oduya@example.com\n"),
        ("subscribers-only notes.csv", "Email,Name\np.oduya@example.com,Perrin\n"),
        ("subscribers-acornlane-2026-05-01.csv", "Email,Name\nTotal,2\n"),
    ],
)
def test_a_table_in_a_folder_that_wordpress_did_not_write_is_nobodys_followers(
    name: str, text: str, tmp_path: Path
):
    (tmp_path / name).write_text(text, encoding="utf-8")
    reading = read_exports([tmp_path])
    assert not reading.extracts
    assert reading.problems


@pytest.mark.parametrize("name", ["101.opens.csv", "101.delivers.csv"])
def test_who_opened_a_post_is_no_list_of_subscribers(name: str, tmp_path: Path):
    posts = Path(__file__).parent / "platforms" / "substack" / "zip_2021" / "export" / "posts"
    reading = read(tmp_path, (posts / name).read_text(encoding="utf-8"), name)
    assert not reading.extracts
    assert [problem.error.code for problem in reading.problems] == ["export-unrecognised"]


def test_the_name_of_a_publication_is_shown_nowhere(tmp_path: Path):
    text = "email,active_subscription\nnobody,FALSE\n"
    (extract,) = read(tmp_path, text, "email_list.acornlane.csv").extracts
    assert extract.lists[0].unreadable == 1
    assert "acornlane" not in repr((extract.notes, extract.lists, extract.owner))

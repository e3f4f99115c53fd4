import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from samples.school import write_school
from samples.upn import check_letter
from tests.samples.handed_in import members

TODAY = "2026-11-20"


def texts(element: etree._Element, path: str) -> list[str]:
    return [found.text or "" for found in element.iterfind(path)]


@pytest.fixture(scope="module")
def ctf(school: Path) -> etree._Element:
    (path,) = (school / "roster").iterdir()
    return etree.fromstring(path.read_bytes())


def written(tmp_path: Path, roster: str) -> dict[str, str]:
    write_school(tmp_path, pupils=120, staff=14, contacts=2, seed=3, roster=roster)
    return {path: content.decode("utf-8-sig") for path, content in members(tmp_path / "roster")}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_ctf_says_what_it_is(ctf: etree._Element) -> None:
    assert ctf.tag == "CTfile"
    assert ctf.findtext("Header/DocumentName") == "Common Transfer File"
    assert ctf.findtext("Header/DocumentQualifier") == "full"
    assert ctf.findtext("Header/SourceSchool/AcademicYear") == "2026"


def test_as_many_pupils_are_on_roll_as_asked_for(ctf: etree._Element) -> None:
    pupils = ctf.findall("CTFpupilData/Pupil")
    left = [pupil for pupil in pupils if texts(pupil, "SchoolHistory/School/LeavingDate")[-1]]
    assert all(texts(pupil, "SchoolHistory/School/LeavingDate")[-1] < TODAY for pupil in left)
    assert len(pupils) - len(left) == 100 + 1  # and a test record
    assert len(left) == 3


def test_all_check_letters_are_right_but_the_planted_one(ctf: etree._Element, school: Path) -> None:
    wrong = [upn for upn in texts(ctf, "CTFpupilData/Pupil/UPN") if upn[0] != check_letter(upn[1:])]
    planted = rows((school / "quality.csv").read_text(encoding="utf-8"))
    assert wrong == [row["roster_id"] for row in planted if row["problem"] == "upn_check_letter"]
    assert len(wrong) == 1


def test_siblings_repeat_their_contacts_in_full(ctf: etree._Element) -> None:
    contacts = [
        b"".join(etree.tostring(contact) for contact in pupil.iterfind("Contacts/Contact"))
        for pupil in ctf.iterfind("CTFpupilData/Pupil")
    ]
    assert max(Counter(contacts).values()) > 1
    for contact in ctf.iterfind("CTFpupilData/Pupil/Contacts/Contact"):
        assert contact.findtext("Responsibility") in {"true", "false"}
        assert len(contact.findtext("Relationship") or "") == 3
        assert (contact.findtext("Phones/Phone/PhoneNo") or "").startswith("07700 900")
        assert (contact.findtext("Email") or "@example.org").endswith("@example.org")


def test_relationships_beyond_mother_and_father_occur(ctf: etree._Element) -> None:
    codes = set(texts(ctf, "CTFpupilData/Pupil/Contacts/Contact/Relationship"))
    assert {"PAM", "PAF", "STF", "FAM"} <= codes


def test_oneroster_1_1_holds_who_is_here_and_links_from_either_side(tmp_path: Path) -> None:
    files = written(tmp_path, "oneroster-1.1")
    assert {"oneroster.version", "1.1"} <= set(files["manifest.csv"].replace("\r\n", ",").split(","))
    users = rows(files["users.csv"])
    roles = Counter(user["role"] for user in users)
    assert roles["student"] == 120 + 1
    assert roles["teacher"] == 14
    assert roles["parent"] > 100
    role = {user["sourcedId"]: user["role"] for user in users}
    from_child = {
        user["sourcedId"] for user in users if user["agentSourcedIds"] and user["role"] == "student"
    }
    from_adult = {
        user["sourcedId"] for user in users if user["agentSourcedIds"] and user["role"] != "student"
    }
    assert from_child
    assert from_adult
    ends = (end for user in users for end in user["agentSourcedIds"].split(",") if end)
    assert all(end in role for end in ends)


def test_every_parent_in_oneroster_is_linked_to_a_child(tmp_path: Path) -> None:
    users = rows(written(tmp_path, "oneroster-1.1")["users.csv"])
    linked = {end for user in users for end in user["agentSourcedIds"].split(",")}
    for user in users:
        if user["role"] in {"parent", "guardian", "relative"}:
            assert user["agentSourcedIds"] or user["sourcedId"] in linked


def test_oneroster_1_2_gives_staff_with_children_both_roles_and_leavers_an_end(tmp_path: Path) -> None:
    files = written(tmp_path, "oneroster-1.2")
    assert "role" not in rows(files["users.csv"])[0]
    roles = rows(files["roles.csv"])
    second = {row["userSourcedId"] for row in roles if row["roleType"] == "secondary"}
    first = {row["userSourcedId"]: row["role"] for row in roles if row["roleType"] == "primary"}
    assert len(second) == 3
    assert {first[user] for user in second} == {"teacher"}
    assert sum(1 for row in roles if row["role"] == "student" and "" < row["endDate"] < TODAY) == 4
    assert "DO-NOT-READ" in files["userProfiles.csv"]


def test_a_schools_own_report_has_titles_above_its_header(tmp_path: Path) -> None:
    (text,) = written(tmp_path, "csv").values()
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[3][:3] == ["UPN", "Legal Surname", "Legal Forename"]
    assert {len(line) for line in lines[3:]} == {len(lines[3])}
    assert len(lines) - 4 == 120 + 4 + 1  # on roll, left, a test record
    assert "(née " in text
    (raw,) = (path.read_bytes() for path in (tmp_path / "roster").iterdir())
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in raw

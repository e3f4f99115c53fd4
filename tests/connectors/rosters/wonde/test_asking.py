"""What is asked of Wonde, how often, and what is made of each answer, over real HTTP on this machine."""

import gzip
import json
import ssl
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from connectors.rosters.errors import (
    WondeAddressUnsafe,
    WondeBusy,
    WondeNotApproved,
    WondeTokenRefused,
    WondeUnexpected,
    WondeUnreachable,
)
from connectors.rosters.wonde import Access, fetch
from connectors.rosters.wonde.retrying import seconds_to_wait
from schemas.errors import ArmslengthError
from schemas.words import Kind
from tests.connectors.wonde_server import (
    PATIENT,
    SCHOOL,
    TOKEN,
    Answer,
    Asked,
    Respond,
    in_turn,
    page,
    serving,
)

CONTACT = {
    "id": "A1000000010",
    "forename": "Marit",
    "surname": "Lind",
    "relationship": {"relationship": "Mother", "parental_responsibility": True},
}
STUDENT = {"id": "A1000000001", "forename": "Teddy", "surname": "Lind", "contacts": {"data": [CONTACT]}}
OTHER = STUDENT | {"id": "A1000000002", "forename": "Freya"}
GOOD = page(STUDENT)


def refused(*answers: Answer) -> tuple[ArmslengthError, list[Asked]]:
    """The error that these answers end with, and what was asked until then."""
    with serving(in_turn(*answers)) as server, pytest.raises(ArmslengthError) as caught:
        fetch(server.access, bounds=PATIENT)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return caught.value, server.asked


def test_students_are_asked_for_with_what_belongs_to_them() -> None:
    with serving(in_turn(GOOD)) as server:
        roster = fetch(server.access, bounds=PATIENT)
    (asked,) = server.asked
    assert len(roster.people) == 2
    assert (asked.listing, asked.token) == ("students", TOKEN)
    assert asked.parameters == {
        "include": "contacts,contacts.contact_details,contact_details,education_details,year",
        "per_page": "200",
    }


def test_changes_are_asked_for_from_the_day_before() -> None:
    with serving(in_turn(GOOD, page(CONTACT), page())) as server:
        fetch(server.access, date(2026, 3, 1), PATIENT)
    listings = [(asked.listing, asked.parameters.get("type", "")) for asked in server.asked]
    assert listings == [
        ("students", ""),
        ("contacts", ""),
        ("deletions", "student"),
        ("deletions", "contact"),
        ("students-leaver", ""),
    ]
    assert {asked.parameters["updated_after"] for asked in server.asked} == {"2026-02-28 00:00:00"}


@pytest.mark.parametrize("link", ["?page=2", "?cursor=abc", "/v1.0/schools/A1/students?page=2&per_page=50"])
def test_a_link_to_the_next_page_that_forgets_what_was_asked_for_is_completed(link: str) -> None:
    with serving(in_turn(page(STUDENT, next=link), page(OTHER))) as server:
        fetch(server.access, bounds=PATIENT)
    first, second = (asked.parameters for asked in server.asked)
    assert second["include"] == first["include"]
    assert second["per_page"] == ("50" if "50" in link else "200")
    assert len(second) == len(first) + 1


def of_a_refresh(refused_listing: str, *students: dict[str, object]) -> Respond:
    """Answers to a request for changes: nobody but these students changed, one listing is not approved."""

    def respond(asked: Asked, address: str) -> Answer:
        if asked.listing == refused_listing:
            return Answer(status=403)
        if asked.listing == "students" and "updated_after" not in asked.parameters:
            return GOOD
        return page(*students) if asked.listing == "students" else page()

    return respond


def test_no_change_at_all_is_believed_of_a_school_that_has_students() -> None:
    with serving(of_a_refresh("")) as server:
        roster = fetch(server.access, date(2026, 3, 1), PATIENT)
    assert (len(roster.people), roster.is_changes, roster.notes) == (0, True, ())
    assert server.asked[1].parameters == {"per_page": "1"}


def test_where_leavers_are_not_approved_it_is_said_that_they_could_not_be_told() -> None:
    with serving(of_a_refresh("students-leaver", STUDENT)) as server:
        roster = fetch(server.access, date(2026, 3, 1), PATIENT)
    assert "Wonde may not tell who left: load everybody again before an audit" in roster.notes


def test_a_changed_student_of_whose_contacts_nothing_is_said_may_still_have_those_of_before() -> None:
    silent, none = (STUDENT | {"contacts": contacts} for contacts in (None, {"data": []}))
    for student, lists_links in ((silent, frozenset()), (none, {Kind.PUPIL}), (STUDENT, {Kind.PUPIL})):
        with serving(of_a_refresh("", student)) as server:
            assert fetch(server.access, date(2026, 3, 1), PATIENT).lists_links == lists_links


def test_a_changed_contact_names_its_child_where_the_child_was_silent() -> None:
    students = {"data": [{"id": STUDENT["id"], "relationship": {"relationship": "Mother"}}]}
    answers = (page(STUDENT | {"contacts": None}), page(CONTACT | {"students": students}), page())
    with serving(in_turn(*answers)) as server:
        roster = fetch(server.access, date(2026, 3, 1), PATIENT)
    assert (len(roster.people), roster.links["relationship"].to_pylist()) == (2, ["Mother"])


@pytest.mark.parametrize("listing", ["contacts", "deletions"])
def test_changes_that_do_not_come_whole_are_refused(listing: str) -> None:
    with serving(of_a_refresh(listing, STUDENT)) as server, pytest.raises(WondeNotApproved, match=listing):
        fetch(server.access, date(2026, 3, 1), PATIENT)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_changes_since_any_day_may_be_asked_for(day: date) -> None:
    with serving(of_a_refresh("")) as server:
        fetch(server.access, day, PATIENT)
    assert len(server.asked[0].parameters["updated_after"]) == len("2026-02-28 00:00:00")


@pytest.mark.parametrize(
    "passing",
    [
        Answer(status=500),
        Answer(status=503, headers={"Retry-After": "0"}),
        Answer(status=429, headers={"Retry-After": "0"}),
        Answer(status=429),
        replace(GOOD, cut=10),
    ],
    ids=["500", "503", "429 with a pause", "429 without", "cut off"],
)
def test_what_passes_is_waited_for(passing: Answer) -> None:
    with serving(in_turn(passing, passing, GOOD)) as server:
        assert len(fetch(server.access, bounds=PATIENT).people) == 2
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(status=500), WondeUnreachable),
        (Answer(status=429, headers={"Retry-After": "0"}), WondeBusy),
        (replace(GOOD, cut=10), WondeUnreachable),
    ],
)
def test_what_does_not_pass_ends_after_a_few_attempts(answer: Answer, error: type[ArmslengthError]) -> None:
    ended, asked = refused(answer)
    assert type(ended) is error
    assert len(asked) == PATIENT.attempts


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(status=401), WondeTokenRefused),
        (Answer(status=403), WondeNotApproved),
        (Answer(status=404), WondeNotApproved),
        (Answer(status=422), WondeUnexpected),
        (Answer(status=204), WondeUnexpected),
        (Answer(status=429, headers={"Retry-After": "86400"}), WondeBusy),
        (Answer(b"<html>This site is blocked</html>"), WondeUnexpected),
        (Answer(b'{"data": [{"id": "A1", "forename": "Ted'), WondeUnexpected),
        (Answer(b'{"data": [{"forename": "Teddy"}]}'), WondeUnexpected),
        (Answer(b"[" * 100_000), WondeUnexpected),
        (Answer(b'{"data": "\xff"}'), WondeUnexpected),
        (Answer(b"", 200, {"Content-Encoding": "gzip"}, 0), WondeUnexpected),
        (Answer(b"no gzip", 200, {"Content-Encoding": "gzip"}, 0), WondeUnexpected),
        (page(STUDENT, next=7), WondeUnexpected),
        (page(STUDENT, next="https://[/"), WondeUnexpected),
    ],
)
def test_a_refusal_is_not_asked_again(answer: Answer, error: type[ArmslengthError]) -> None:
    ended, asked = refused(answer)
    assert type(ended) is error
    assert len(asked) == 1


def test_an_answer_beyond_all_bounds_is_not_read_to_its_end() -> None:
    bomb = Answer(gzip.compress(b" " * 10_000_000), headers={"Content-Encoding": "gzip"})
    for large in (bomb, Answer(b" " * 2_000_000)):
        with serving(in_turn(large)) as server, pytest.raises(WondeUnexpected, match="more than 1,000,000"):
            fetch(server.access, bounds=replace(PATIENT, answer_bytes=1_000_000))


def test_pages_beyond_all_bounds_are_not_asked_for() -> None:
    def respond(asked: Asked, address: str) -> Answer:
        number = int(asked.parameters.get("page", "1"))
        return page(STUDENT | {"id": f"A{number}"}, next=f"?page={number + 1}")

    with serving(respond) as server, pytest.raises(WondeUnexpected, match="more than 5 pages"):
        fetch(server.access, bounds=replace(PATIENT, pages=5))
    assert len(server.asked) == 5


def test_a_fetch_that_takes_too_long_ends() -> None:
    with serving(in_turn(GOOD)) as server, pytest.raises(WondeUnreachable):
        fetch(server.access, bounds=replace(PATIENT, seconds=0))


@pytest.mark.parametrize("link", ["", "?page=2"], ids=["the same address", "the same students"])
def test_a_page_that_comes_twice_is_refused(link: str) -> None:
    def respond(asked: Asked, address: str) -> Answer:
        return page(STUDENT, next=f"{address}/schools/{SCHOOL}/students/{link}")

    with serving(respond) as server, pytest.raises(WondeUnexpected, match="a page came twice"):
        fetch(server.access, bounds=PATIENT)
    assert len(server.asked) <= 3


def test_an_empty_page_between_two_others_ends_nothing() -> None:
    pages = (page(STUDENT, next="?page=2"), page(next="?page=3"), page(next="?page=4"), page(OTHER))
    with serving(in_turn(*pages)) as server:
        assert len(fetch(server.access, bounds=PATIENT).people) == 3


def test_the_token_goes_to_no_other_host_and_no_other_port() -> None:
    with serving(in_turn(GOOD)) as elsewhere:
        for link in (elsewhere.address, "https://wonde.example.org/", "//127.0.0.1:1/", "ftp://127.0.0.1/"):
            error, asked = refused(page(STUDENT, next=link))
            assert type(error) is WondeUnexpected
            assert len(asked) == 1
    assert elsewhere.asked == []


def test_a_link_with_a_name_and_a_password_in_it_is_refused() -> None:
    def respond(asked: Asked, address: str) -> Answer:
        return page(STUDENT, next=address.replace("http://", "http://someone:secret@"))

    with serving(respond) as server, pytest.raises(WondeUnexpected):
        fetch(server.access, bounds=PATIENT)
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with serving(in_turn(GOOD)) as elsewhere:
        error, asked = refused(Answer(status=status, headers={"Location": elsewhere.address}))
    assert type(error) is WondeUnexpected
    assert (len(asked), elsewhere.asked) == (1, [])


@pytest.mark.parametrize(
    "address",
    [
        *("http://api.wonde.com/v1.0", "http://192.0.2.1/v1.0", "ftp://127.0.0.1/", "api.wonde.com/v1.0", ""),
        *(
            "https://someone:secret@api.wonde.com/v1.0",
            "https://api.wonde.com/v1.0?school=",
            "https://",
            "https://[::1",
        ),
        *("http://127.0.0.1.example.org/", "http://localhost.example.org/"),
    ],
)
def test_a_token_is_sent_to_no_unsafe_address(address: str) -> None:
    with pytest.raises(WondeAddressUnsafe) as caught:
        fetch(Access(SCHOOL, TOKEN, address), bounds=PATIENT)
    assert caught.value.exit_code == 5
    assert caught.value.__context__ is None


@pytest.mark.parametrize("token", ["", "two words", "two\nlines", "tokén", "a\0b"])
def test_what_cannot_be_a_token_is_not_sent(token: str) -> None:
    with serving(in_turn(GOOD)) as server, pytest.raises(WondeTokenRefused):
        fetch(Access(SCHOOL, token, server.address), bounds=PATIENT)
    assert server.asked == []


def test_a_schools_id_stays_one_part_of_the_address() -> None:
    with serving(in_turn(GOOD)) as server:
        fetch(Access("../../oauth?x=", TOKEN, server.address), bounds=PATIENT)
    assert server.asked[0].listing == "v1.0/schools/..%2F..%2Foauth%3Fx%3D/students"


def test_nobody_answering_is_unreachable() -> None:
    with serving(in_turn(GOOD)) as server:
        access = server.access
    with pytest.raises(WondeUnreachable) as caught:
        fetch(access, bounds=PATIENT)
    assert caught.value.__context__ is None


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A key and a certificate for this machine that no authority has signed."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    until = datetime.now(UTC) + timedelta(days=1)
    begin = until - timedelta(days=2)
    made = x509.CertificateBuilder(name, name, secret.public_key(), 1, begin, until).sign(
        secret, hashes.SHA256()
    )
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    key.write_bytes(secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    return key, certificate


def test_a_certificate_nobody_vouches_for_is_not_accepted(tmp_path: Path) -> None:
    key, certificate = self_signed(tmp_path)
    with serving(in_turn(GOOD)) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        access = replace(server.access, address=server.address.replace("http:", "https:"))
        with pytest.raises(WondeUnreachable, match="not trusted"):
            fetch(access, bounds=PATIENT)
    assert server.asked == []


def test_a_proxy_of_the_environment_is_no_part_of_what_stays_on_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving(in_turn(GOOD)) as server, serving(in_turn(GOOD)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.address)
        fetch(server.access, bounds=PATIENT)
    assert (len(server.asked), proxy.asked) == (1, [])


def test_a_proxy_of_the_environment_is_told_the_host_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving(in_turn(GOOD)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.address)
        with pytest.raises(WondeUnreachable):
            fetch(Access(SCHOOL, TOKEN, "https://wonde.example.org/v1.0"), bounds=PATIENT)
    assert {asked.listing for asked in proxy.asked} == {"CONNECT wonde.example.org:443"}
    assert not any(secret in asked.token for asked in proxy.asked for secret in (TOKEN, SCHOOL))


def test_a_pause_is_asked_for_in_seconds_or_until_a_moment() -> None:
    assert seconds_to_wait("7") == 7
    assert seconds_to_wait("") is None
    assert seconds_to_wait("soon") is None
    assert seconds_to_wait("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    in_an_hour = datetime.now(UTC) + timedelta(hours=1)
    assert 3_000 < (seconds_to_wait(format_datetime(in_an_hour, usegmt=True)) or 0) <= 3_600


@given(st.text("0123456789 ,:+-/WedOctGMT", max_size=40) | st.text(max_size=5))
def test_no_word_for_a_pause_is_too_odd(header: str) -> None:
    wait = seconds_to_wait(header)
    assert wait is None or wait >= 0


def test_a_page_may_be_written_in_any_encoding_of_json() -> None:
    body = json.dumps({"data": [STUDENT | {"forename": "Zoë"}]}, ensure_ascii=False)
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        with serving(in_turn(Answer(body.encode(encoding)))) as server:
            assert "Zoë" in fetch(server.access, bounds=PATIENT).names["forename"].to_pylist()

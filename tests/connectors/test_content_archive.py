"""Any bytes given as a content archive are read, or end in one clear error; little is built."""

import io
import tracemalloc
from pathlib import Path

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.content_archive import is_content_archive, records
from connectors.export_errors import MemberBrokenError, MemberTooLargeError, MemberUnsafeError
from connectors.exports import read_exports
from schemas.errors import HandedInError
from tests.connectors.platforms.bluesky import repositories_by_hand as by_hand

FOLLOW = "app.bsky.graph.follow"
WHOLE = by_hand.CASES["car/export/repo.car"]
MARK = cbor2.dumps("$type") + cbor2.dumps(FOLLOW)


def subjects(content: bytes) -> list[object]:
    return [fields.get("subject") for fields in records(io.BytesIO(content), FOLLOW, "repo.car")]


def archive(*blocks: bytes) -> bytes:
    return by_hand.archive(blocks)


def error_of(content: bytes) -> type[HandedInError] | None:
    try:
        subjects(content)
    except HandedInError as error:
        return type(error)
    return None


def test_an_error_names_the_member():
    with pytest.raises(MemberBrokenError, match=r"repo\.car"):
        subjects(WHOLE[:-1])


def test_records_come_in_the_order_in_which_they_stand():
    one, two = by_hand.follow("did:plc:one"), by_hand.follow("did:plc:two")
    assert subjects(archive(two, by_hand.post("x"), one)) == ["did:plc:two", "did:plc:one"]


def test_the_words_of_a_post_make_no_follow_of_it():
    quoted = by_hand.post(f"they say {FOLLOW} and {MARK.decode('latin-1')}")
    within = cbor2.dumps(
        {"$type": "app.bsky.feed.post", "x": {"$type": FOLLOW, "subject": "a"}}, canonical=True
    )
    assert subjects(archive(quoted, within, cbor2.dumps([{"$type": FOLLOW}]), MARK)) == []


def test_an_archive_of_no_blocks_holds_nobody():
    assert subjects(by_hand.header()) == []


def test_the_committed_repositories_are_those_that_the_script_writes():
    for path, content in by_hand.CASES.items():
        assert (by_hand.HERE / path).read_bytes() == content


def test_an_archive_is_known_by_how_it_begins():
    assert is_content_archive(WHOLE)
    assert not is_content_archive(b"\x0a\xa1\x67version\x02")  # the later version wraps this one
    assert not is_content_archive(b"PK\x03\x04")
    assert not is_content_archive(b"")


@pytest.mark.parametrize("end", range(1, len(WHOLE), 7))
def test_an_archive_cut_short_is_broken_or_ends_between_two_blocks(end: int):
    assert error_of(WHOLE[:end]) in {MemberBrokenError, None}


def test_a_changed_byte_of_a_block_is_damage():
    at = WHOLE.index(b"did:plc:marlow")
    assert error_of(WHOLE[:at] + b"X" + WHOLE[at + 1 :]) is MemberBrokenError


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", MemberBrokenError),
        (b"\x00", MemberBrokenError),
        (by_hand.number(9) + b"\x67version", MemberBrokenError),
        (by_hand.number(20) + cbor2.dumps({"version": 2, "roots": []}), MemberBrokenError),
        (b"\xff" * 9, MemberUnsafeError),
        (b"\xff" * 400, MemberUnsafeError),
        (by_hand.number(2**17) + b"\x00" * 2**17, MemberUnsafeError),
        (by_hand.header() + b"\x80", MemberBrokenError),
        (by_hand.header() + b"\x00", MemberBrokenError),
        (by_hand.header() + by_hand.number(2**62), MemberUnsafeError),
        (by_hand.header() + by_hand.number(2**21 + 37), MemberUnsafeError),
        (by_hand.header() + by_hand.number(40) + b"\x12\x20" + b"\x00" * 38, MemberUnsafeError),
        (by_hand.header() + by_hand.number(40) + b"\x00" * 39, MemberBrokenError),
    ],
)
def test_what_no_platform_writes_is_refused(content: bytes, error: type[HandedInError]):
    assert error_of(content) is error


@pytest.mark.parametrize(
    "value",
    [
        b"\x81" * 5_000,
        b"\x9b\x00\x00\x00\x7f\xff\xff\xff\xff",
        b"\x5b\x00\x00\x00\x7f\xff\xff\xff\xff",
        b"\x9f\x01\xff",
        b"\xa2\x61a\x01\x61a\x02",
        b"\xa1\xd8\x2a\x41\x00\x01",
        b"\x61\xff",
        b"\x1c",
        cbor2.dumps(cbor2.CBORTag(35, "(a+)+$")),
        cbor2.dumps(cbor2.CBORTag(5, [10**9, 1])),
        cbor2.dumps(cbor2.CBORTag(2, b"\xff" * 9)),
        cbor2.dumps(cbor2.CBORTag(36, "x: y\n\nz")),
        cbor2.dumps(cbor2.CBORTag(28, [1])),
        cbor2.dumps(cbor2.CBORTag(999, "x")),
        b"",
    ],
)
def test_a_record_that_breaks_the_rules_of_its_encoding_is_refused(value: bytes):
    """Each is a whole block with the right hash, so that it is the decoder which has to refuse it."""
    assert error_of(archive(b"\xa2" + MARK + b"\x61x" + value)) is MemberUnsafeError


def test_a_link_is_the_one_tag_allowed():
    record = {"$type": FOLLOW, "subject": "did:plc:one", "via": by_hand.link(b"x")}
    assert subjects(archive(by_hand.encoded(record))) == ["did:plc:one"]


def test_more_blocks_than_any_repository_has_are_too_many(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("connectors.content_archive._MOST_BLOCKS", 3)
    assert error_of(archive(*[by_hand.post(str(n)) for n in range(3)])) is None
    assert error_of(archive(*[by_hand.post(str(n)) for n in range(4)])) is MemberTooLargeError


def test_memory_does_not_grow_with_the_archive(tmp_path: Path):
    path = tmp_path / "repo.car"
    posts = b"".join(by_hand.section(by_hand.post(f"{n} " + "x" * 10_000)) for n in range(1_000))
    path.write_bytes(by_hand.header() + posts)
    with path.open("rb") as file:
        tracemalloc.start()
        assert list(records(file, FOLLOW, "repo.car")) == []
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 1_000_000 < path.stat().st_size


CBOR = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=9) | st.binary(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["$type", "subject", "via", "x"]), inner, max_size=3)
        | st.tuples(st.integers(0, 60_000), inner).map(lambda tag: cbor2.CBORTag(*tag))
    ),
    max_leaves=8,
)
RECORD = st.dictionaries(st.sampled_from(["subject", "via", "createdAt"]), CBOR, max_size=3).map(
    lambda fields: cbor2.dumps({"$type": FOLLOW} | fields)
)
BLOCK = (
    RECORD
    | CBOR.map(cbor2.dumps)
    | st.binary(max_size=60)
    | st.binary(max_size=60).map(lambda end: b"\xa2" + MARK + end)
)


def _with_noise(parts: tuple[bytes, int, bytes]) -> bytes:
    content, at, noise = parts
    at %= len(content) + 1
    return content[:at] + noise + content[at + len(noise) :]


ARCHIVE = st.lists(BLOCK, max_size=4).map(by_hand.archive)
GIVEN = (
    st.binary(max_size=200)
    | st.binary(max_size=200).map(lambda rest: by_hand.header() + rest)
    | ARCHIVE
    | st.tuples(ARCHIVE, st.integers(0, 10_000), st.binary(max_size=8)).map(_with_noise)
    | st.tuples(st.just(WHOLE), st.integers(0, 10_000), st.binary(min_size=1, max_size=3)).map(_with_noise)
)


@settings(max_examples=300, deadline=None)
@given(GIVEN)
def test_any_bytes_are_read_or_end_in_one_clear_error(content: bytes):
    assert error_of(content) in {None, MemberBrokenError, MemberUnsafeError}


@pytest.mark.parametrize("name", ["repo.car", "did_plc_owner.20260301.CAR", "my bluesky data (1).car"])
def test_a_repository_is_read_whatever_it_is_called(tmp_path: Path, name: str):
    path = tmp_path / name
    path.write_bytes(WHOLE)
    (extract,) = read_exports([path]).extracts
    (count,) = extract.lists
    assert (extract.platform, count.not_comparable, count.unreadable) == ("bluesky", 3, 1)


def test_a_damaged_repository_is_one_problem_that_names_no_file(tmp_path: Path):
    path = tmp_path / "pip.marlow.car"
    path.write_bytes(WHOLE[:-1])
    reading = read_exports([path])
    (problem,) = reading.problems
    assert reading.extracts == ()
    assert (problem.platform, problem.error.code) == ("bluesky", "member-broken")
    assert "marlow" not in problem.error.message

"""Hostile names: of members, of what is handed in, of folders and what lies in them."""

import os
import stat
from pathlib import Path

from tests.connectors.exports_by_hand import FOLLOWERS, FOLLOWING
from tests.hostile.corpus import Draft, Outcome, hostile
from tests.hostile.made_exports import followers_of, lists_of, records_of, zipped
from tests.hostile.raw_zip import LINK, UTF8_NAME, Record, write


@hostile(18)
def traversal(draft: Draft) -> Path:
    """A path that leads out of the archive: dots, roots, drives, shares, back-slashes, encoded dots."""
    names = [
        "../{}",
        "../../../etc/{}",
        "a/../../{}",
        "a/b/../{}",
        "/etc/{}",
        "//server/share/{}",
        "\\\\server\\share\\{}",
        "..\\..\\{}",
        "a\\..\\..\\{}",
        "C:\\{}",
        "c:/{}",
        "C:{}",
        "\\{}",
        "..",
        "./../{}",
        "file:///{}",
        "%2e%2e/{}",
        "..;/{}",
    ]
    name = draft.one_of(names).format(f"{draft.canary}.json")
    return write(draft.path, [*records_of(draft), Record(name.encode(), b"x")])


@hostile(8)
def traversal_to_a_list(draft: Draft) -> Path:
    """A list's own path behind a path that leads out: it must not be taken for the list."""
    ways = ["../{}", "x/../{}", "/{}", "..\\{}", "C:/{}", "./{}", "a//{}", " ../{}"]
    return write(
        draft.path, [Record(draft.one_of(ways).format(FOLLOWERS).encode(), followers_of(draft.canary))]
    )


@hostile(8, Outcome.REFUSED, codes="archive-unsafe")
def symbolic_links(draft: Draft) -> Path:
    """A link in place of a list, to a file outside, to a folder, to itself, to a device."""
    targets = [
        "/etc/passwd",
        "../" * 20 + "etc/shadow",
        FOLLOWERS,
        "/dev/zero",
        "/proc/self/mem",
        "/",
        ".",
        "{}",
    ]
    target = draft.one_of(targets).format(draft.canary).encode()
    linked = Record(FOLLOWERS.encode(), target, attributes=LINK)
    return write(draft.path, [linked, *records_of(draft)[1:]])


@hostile(8, Outcome.REFUSED, codes="archive-unsafe")
def duplicate_names(draft: Draft) -> Path:
    """Two members of one name, of which a reader sees the first or the last; also with a NUL behind it."""
    second = Record(FOLLOWERS.encode() + (b"\0" + draft.canary.encode() if draft.variant % 2 else b""))
    second.content = draft.one_of([b"[]", followers_of("a"), b"", b"\xff"])
    records = records_of(draft)
    return write(draft.path, [records[0], second, *records[1:]] if draft.variant < 4 else [*records, second])


@hostile(8)
def names_that_are_one_elsewhere(draft: Draft) -> Path:
    """Two members whose names are one where case, accents, slashes or a copy's number do not count."""
    others = [
        FOLLOWERS.upper(),
        FOLLOWERS.replace("followers_1", "Followers_1"),
        FOLLOWERS.replace("/", "\\"),
        FOLLOWERS.replace(".json", " (1).json"),
        FOLLOWERS.replace(".json", " - Copy.json"),
        FOLLOWERS.replace("followers_1", "followers-1"),
        f"{draft.canary}/{FOLLOWERS}",
        FOLLOWERS.replace("_1", "_01"),
    ]
    return zipped(draft, lists_of(draft) | {draft.one_of(others): followers_of(draft.canary, 5)})


@hostile(24)
def hostile_member_names(draft: Draft) -> Path:
    """Names with NUL, control, bidi and escape characters, no text at all, or text of another encoding."""
    word = draft.canary.encode()
    names = [
        word + b"\0.json",
        word + b"\n.json",
        word + b"\r\n\r\n.json",
        b"\x1b[31m" + word,
        b"\x07" * 100 + word,
        "\u202e".encode() + word + b"nosj.",
        ("\u2066" * 500).encode() + word,
        "\u200b\u200d\ufeff".encode() + word,
        ("\U0001f476" * 200).encode() + word,
        b"a" * 60_000 + word,
        b"\xff\xfe" + word,
        b"\xed\xa0\x80" + word,
        b"\xc0\xae\xc0\xae/" + word,
        word + b"\x80\x81\x8d",
        b"CON",
        b"NUL.json",
        word + b".json.",
        word + b":stream",
        b" " * 300 + word,
        ("e" + "\u0301" * 5_000).encode() + word,
        b"=cmd|' /C calc'!A0" + word,
        b"<script>alert(1)</script>" + word,
        b"",
        b".",
    ]
    flags = draft.one_of([UTF8_NAME, 0, UTF8_NAME])
    return write(draft.path, [*records_of(draft), Record(draft.one_of(names), b"x", flags=flags)])


@hostile(12)
def hostile_list_names(draft: Draft) -> Path:
    """The very names of lists with characters beside them that a message would have to show."""
    names = [
        f"connections/followers_and_following/followers_1\0{draft.canary}.json",
        f"{draft.canary}\x1b[2J/{FOLLOWERS}",
        f"{draft.canary}\u202e/{FOLLOWERS}",
        FOLLOWERS.replace("1", "1\u0301"),
        FOLLOWERS.replace("o", "\u043e"),
        FOLLOWERS.replace("/", "\u2215"),
        FOLLOWERS.replace("f", "\uff46"),
        f"{FOLLOWERS}\n{draft.canary}",
        f"connections/friends/{draft.canary}'s_friends.json",
        f"{draft.canary} Contacts/{draft.canary}/{draft.canary}.vcf",
        f"Takeout/{draft.canary}/{draft.canary}/{draft.canary}.csv",
        f"email_list.{draft.canary}.csv",
    ]
    return write(draft.path, [Record(draft.one_of(names).encode(), b"[" + draft.canary.encode())])


@hostile(5)
def deep_folders(draft: Draft) -> Path:
    """A list below folders that go down ten thousand steps, or wide apart ones with long names."""
    deep = ["a/" * 10_000, "a/" * 30_000, f"{draft.canary}/" * 3_000, "/" * 1_000, "a" * 200 + "/"]
    name = "x/" * (draft.variant == 3) + draft.one_of(deep) + FOLLOWERS
    return write(draft.path, [Record(name.encode(), followers_of(draft.canary))])


@hostile(3)
def deep_folders_side_by_side(draft: Draft) -> Path:
    """Hundreds of paths thousands of steps deep, alike but for their ends."""
    deep = "a/" * draft.one_of([200, 3_000, 8_000])
    return write(draft.path, [Record(f"{deep}{each}/{FOLLOWERS}".encode(), b"[]") for each in range(200)])


@hostile(10)
def names_of_what_is_handed_in(draft: Draft) -> Path:
    """An archive whose own file name is a person's, a formula, an escape, a dash, or very long."""
    names = [
        "{} instagram.zip",
        "={}.zip",
        "-rf {}.zip",
        "{}\u202egpj.zip",
        "{}\x1b[31m.zip",
        "{}'s \u201cexport\u201d.zip",
        "instagram-{}-2026-13-45-AbCd1234.zip",
        "facebook-{}-99_99_9999-AbCd1234.zip",
        "mydata~9999999999999{}.zip",
        "{}" + "x" * 150 + ".zip",
    ]
    made = zipped(draft, lists_of(draft))
    return made.rename(draft.folder / draft.one_of(names).format(draft.canary))


@hostile(8, codes="member-broken archive-broken")
def folders_with_odd_things_in_them(draft: Draft) -> Path:
    """A folder with links that turn in circles or lead nowhere, a pipe, or a folder in place of a list."""
    folder = draft.folder / draft.canary
    place = folder / Path(FOLLOWERS).parent
    place.mkdir(parents=True)
    (place / "following.json").write_bytes(lists_of(draft)[FOLLOWING])
    followers = place / "followers_1.json"
    match draft.variant:
        case 0:
            followers.symlink_to(followers)
        case 1:
            followers.symlink_to(draft.folder / "nothing")
        case 2:
            (place / "again").symlink_to(folder, target_is_directory=True)
        case 3:
            followers.symlink_to("/dev/zero")
        case 4:
            followers.mkdir()
        case 5 if hasattr(os, "mkfifo"):
            os.mkfifo(followers)
        case 6:
            followers.touch()
            followers.chmod(0)
        case _:
            (folder / f"{draft.canary}.zip").write_bytes(b"PK\x03\x04 no archive")
    return folder


@hostile(5, Outcome.REFUSED, codes="export-unreadable export-empty")
def things_that_are_no_file(draft: Draft) -> Path:
    """A path at which nothing is, a pipe, a link to a device, a broken link, an empty folder."""
    path = draft.folder / f"{draft.canary}.zip"
    match draft.variant:
        case 1 if hasattr(os, "mkfifo"):
            os.mkfifo(path)
        case 2 if stat.S_ISCHR(_mode("/dev/zero")):
            path.symlink_to("/dev/zero")
        case 3:
            path.symlink_to(draft.folder / "nothing")
        case 4:
            path.mkdir()
    return path


def _mode(path: str) -> int:
    return Path(path).stat().st_mode if Path(path).exists() else 0

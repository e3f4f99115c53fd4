"""Archives honest about a hostile content: bombs, floods of members, archives in archives, no archives."""

import gzip
import io
import struct
import tarfile
import zlib
from pathlib import Path

from tests.connectors.exports_by_hand import FOLLOWERS, FRIENDS
from tests.hostile.corpus import Draft, Outcome, hostile
from tests.hostile.made_exports import followers_of, friends_of, lists_of, records_of, zipped
from tests.hostile.raw_zip import STORED, Record, assembled, end_record, flood, write, zip64_end

_PARTS = FOLLOWERS.replace("1", "{}")


@hostile(8, Outcome.TOLD)
def huge_ratio_member(draft: Draft) -> Path:
    """One list that inflates a thousandfold: blanks, zeros or brackets, up to 4 GB declared honestly."""
    filling = draft.one_of([b" ", b"\0", b"[", b"0", b"\n", b"{}", b"a", b"\\u0000"])
    size = draft.one_of([2, 10, 50, 100]) * 2**20
    chunk = filling * (2**20 // len(filling))
    before, after = b'["' + draft.canary.encode() + b'"', b"]"
    record = flood(FOLLOWERS.encode(), chunk, size // 2**20, before, after)
    return write(draft.path, [record, *records_of(draft)[1:]])


@hostile(3, Outcome.TOLD)
def larger_than_any_list(draft: Draft) -> Path:
    """A list of 201 MB and more that inflates no further than text does."""
    noise = draft.chance.randbytes(3_000).hex().encode()
    chunk = (b'"' + noise + b'",' + b" " * 700_000)[: 2**19]
    return write(draft.path, [flood(FOLLOWERS.encode(), chunk, draft.one_of([402, 404, 420]), b"[", b"1]")])


@hostile(2, Outcome.REFUSED, codes="archive-too-large")
def entries_beyond_the_limit(draft: Draft) -> Path:
    """200,001 files, which no export holds, with the large archive's own ending."""
    return _of_many(draft, 200_001 + draft.variant)


@hostile(3)
def entries_up_to_the_limit(draft: Draft) -> Path:
    """Tens of thousands of files beside the list, as an archive full of media holds."""
    return _of_many(draft, draft.one_of([20_000, 70_000, 199_000]))


def _of_many(draft: Draft, number: int) -> Path:
    body, directory = bytearray(), bytearray()
    (name, content) = (FOLLOWERS.encode(), followers_of(draft.canary))
    names = [name, *(b"m/%d.jpg" % each for each in range(number - 1))]
    for each in names:
        held = content if each is name else b""
        sizes = struct.pack("<3L2H", _crc(held), len(held), len(held), len(each), 0)
        at = len(body)
        body += b"PK\x03\x04" + struct.pack("<5H", 20, 0, STORED, 0, 33) + sizes + each + held
        directory += b"PK\x01\x02" + struct.pack("<6H", 20, 20, 0, STORED, 0, 33) + sizes
        directory += struct.pack("<3H2L", 0, 0, 0, 0, at) + each
    large = zip64_end(number, len(directory), len(body)) if number > 0xFFFE else b""
    draft.path.write_bytes(body + directory + large + end_record(number, len(directory), len(body)))
    return draft.path


def _crc(content: bytes) -> int:
    return zlib.crc32(content)


@hostile(3)
def thousands_of_small_lists(draft: Draft) -> Path:
    """One list in thousands of parts of one person each."""
    number = draft.one_of([200, 2_000, 4_000])
    return zipped(
        draft, {_PARTS.format(each): followers_of(f"{draft.canary}{each}", 1) for each in range(number)}
    )


@hostile(6)
def absurd_part_numbers(draft: Draft) -> Path:
    """Parts of a list numbered with a thousand digits, with zeros, or with the digits of other scripts."""
    numbers = ["9" * 1_000, "0" * 500 + "1", "\u0661\u0662", "1_2_3", "-1", "\uff11"]
    return zipped(draft, {_PARTS.format(draft.one_of(numbers)): followers_of(draft.canary)})


@hostile(10, Outcome.REFUSED, codes="archives-in-archive")
def nested_archives(draft: Draft) -> Path:
    """Archives in archives, side by side and one in the other, as deep as the bomb of 42 KB and deeper."""
    shapes = [(1, 1), (16, 2), (2, 5), (1, 30), (1, 200), (500, 1), (8, 3), (16, 3), (2, 10), (1, 1_000)]
    inner, (wide, deep) = assembled(records_of(draft)), draft.one_of(shapes)
    for _ in range(deep):
        inner = assembled([Record(f"lib {each}.zip".encode(), inner, STORED) for each in range(wide)])
    draft.path.write_bytes(inner)
    return draft.path


@hostile(5)
def an_archive_named_like_a_list(draft: Draft) -> Path:
    """A list's name, and in it an archive, a packed file or a table of another kind."""
    inside = [
        assembled(records_of(draft)),
        gzip.compress(followers_of(draft.canary)),
        _tar(draft, ""),
        b"SQLite format 3\0" + bytes(500),
        b"PAR1" + bytes(50),
    ]
    return zipped(draft, lists_of(draft) | {FOLLOWERS: draft.one_of(inside)})


def _tar(draft: Draft, packing: str) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=f"w:{packing}") as archive:  # type: ignore[call-overload]
        for name, content in lists_of(draft).items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return made.getvalue()


@hostile(14, Outcome.REFUSED, codes="archive-not-zip export-unrecognised archive-broken")
def archives_of_another_kind(draft: Draft) -> Path:
    """A tar, packed or not, a RAR, 7z, cabinet, disk image or Zstandard file, by its own name or as a ZIP."""
    magic = [
        b"Rar!\x1a\x07\x01\x00",
        b"7z\xbc\xaf\x27\x1c\x00\x04",
        b"MSCF\0\0\0\0",
        b"(\xb5/\xfd",
        bytes(32_769) + b"CD001",
    ]
    made = [_tar(draft, ""), _tar(draft, "gz"), *(each + draft.chance.randbytes(500) for each in magic)]
    kinds = (".tar", ".tar.gz", ".rar", ".7z", ".cab", ".zst", ".iso")
    path = draft.folder / f"{draft.canary}{draft.one_of(kinds) if draft.variant < 7 else '.zip'}"
    path.write_bytes(draft.one_of(made))
    return path


@hostile(14, Outcome.REFUSED, codes="archive-not-zip export-unrecognised archive-broken")
def documents_named_zip(draft: Draft) -> Path:
    """A PDF, a picture, a program, a page that asks to log in, or half a download, called an archive."""
    beginnings = [
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"MZ\x90\0",
        b"\x7fELF\x02",
    ]
    texts = [
        b"<!DOCTYPE html><html><title>Log in</title>",
        b"{}",
        b"[]",
        b"name,handle\n",
        b"P",
        b"PK",
        b"\0" * 300,
        b"From: ",
    ]
    draft.path.write_bytes(draft.one_of([*beginnings, *texts]) + draft.canary.encode())
    return draft.path


@hostile(6, Outcome.REFUSED, codes="export-unrecognised")
def office_documents(draft: Draft) -> Path:
    """Archives of another program: a letter, a table, a phone's app, handed in as an export."""
    inside = {
        0: {"[Content_Types].xml": b"<Types/>", "word/document.xml": draft.canary.encode()},
        1: {"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": draft.canary.encode()},
        2: {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": draft.canary.encode()},
        3: {"META-INF/MANIFEST.MF": b"Main-Class: x", f"{draft.canary}.class": b"\xca\xfe\xba\xbe"},
        4: {"AndroidManifest.xml": b"\3\0\x08\0", "classes.dex": draft.canary.encode()},
        5: {f"{draft.canary}/holiday.jpg": b"\xff\xd8\xff"},
    }
    return zipped(draft, inside[draft.variant])


@hostile(6, Outcome.REFUSED, codes="export-empty")
def zero_byte_files(draft: Draft) -> Path:
    """A file of no bytes, under the names of an archive, of a list, and of nothing."""
    names = ["{}.zip", "followers_1.json", "Connections.csv", "{}", "result.json", "contacts.vcf"]
    path = draft.folder / draft.one_of(names).format(draft.canary)
    path.touch()
    return path


@hostile(5)
def an_empty_list_file(draft: Draft) -> Path:
    """A list of no bytes in a whole archive: it is not the same as nobody."""
    empty = draft.one_of([b"", b" ", b"\n\n", b"\xef\xbb\xbf", b"\0"])
    return zipped(draft, lists_of(draft) | {FOLLOWERS: empty})


@hostile(6)
def floods_at_the_limit(draft: Draft) -> Path:
    """A list just under every limit of size, made of what costs a reader the most memory a byte."""
    values = [b"{},", b"[],", b'"a",', b"1.5,", b'{"a":{}},', b'{"string_list_data":[{}]},']
    value = draft.one_of(values)
    noise = b'"' + draft.chance.randbytes(1_500).hex().encode() + b'",'
    chunk = noise + value * ((2**19 - len(noise)) // len(value))
    return write(draft.path, [flood(FOLLOWERS.encode(), chunk, 380, b"[", b"1]")])


@hostile(3, codes="member-too-costly member-too-large archive-too-costly archive-too-large")
def many_floods_at_once(draft: Draft) -> Path:
    """Two, eight or twenty lists, of which each alone takes as much time or memory as one may."""
    noise = b'"' + draft.chance.randbytes(1_500).hex().encode() + b'",'
    one = flood(FOLLOWERS.encode(), noise + b"{}," * ((2**19 - len(noise)) // 3), 380, b"[", b"1]")
    return write(draft.path, _parts_like(one, draft.one_of([2, 8, 20])))


def _parts_like(one: Record, number: int) -> list[Record]:
    names = (_PARTS.format(each).encode() for each in range(1, number + 1))
    return [Record(name, packed=one.packed, local=one.local, central=one.central) for name in names]


@hostile(4)
def many_lists_at_the_limit(draft: Draft) -> Path:
    """Lists that are each allowed and together are gigabytes."""
    noise = draft.chance.randbytes(3_000).hex().encode()
    chunk = b'"' + noise + b'",' + b" " * (2**19 - len(noise) - 3)
    number = draft.one_of([2, 7, 12, 20])
    return write(draft.path, _parts_like(flood(FOLLOWERS.encode(), chunk, 300, b"[", b"1]"), number))


@hostile(3)
def two_platforms_at_once(draft: Draft) -> Path:
    """One archive that is half of every platform, its lists broken in one and whole in the other."""
    broken = draft.one_of([b"[", b"\xff", b"{}"])
    return zipped(draft, lists_of(draft) | {FRIENDS: broken, "json/friends.json": friends_of(draft.canary)})

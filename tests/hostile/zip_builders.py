"""Archives whose records lie about one another: overlap, sizes, checksums, headers, disks, endings."""

import bz2
import lzma
import struct
import zlib
from pathlib import Path

from tests.connectors.exports_by_hand import FOLLOWERS, FOLLOWING
from tests.hostile.corpus import Draft, Outcome, hostile
from tests.hostile.made_exports import followers_of, lists_of, records_of, zipped
from tests.hostile.raw_zip import (
    DEFLATED,
    DESCRIPTOR,
    LOCKED,
    STORED,
    UTF8_NAME,
    Lies,
    Record,
    assembled,
    central_header,
    deflated,
    end_record,
    flood,
    local_header,
    write,
    zip64_end,
)

_PARTS = FOLLOWERS.replace("1", "{}")


@hostile(12, Outcome.REFUSED, codes="archive-unsafe")
def overlapping_entries(draft: Draft) -> Path:
    """Two entries of the directory share bytes of the archive, from all of them to one."""
    first, second, third = records_of(draft)
    body = local_header(first) + first.body
    second.central["offset"] = len(body) - draft.one_of([len(body), 1, 2, 5, 10, 20, 40, 60, 80, 100, 4, 3])
    return write(draft.path, [first, second, third])


@hostile(4, Outcome.REFUSED, codes="archive-unsafe")
def one_kernel_under_many_names(draft: Draft) -> Path:
    """Three hundred names for the same megabytes: what the directory lists adds up to gigabytes."""
    kernel = flood(FOLLOWERS.encode(), b" " * 10**5, draft.one_of([1, 10, 40, 100]), b"[", b"]")
    body = local_header(kernel) + kernel.body
    names = [_PARTS.format(number).encode() for number in range(2, 300)]
    named = [Record(name, packed=kernel.packed, central=kernel.central) for name in names]
    directory = b"".join(central_header(each, 0) for each in [kernel, *named])
    draft.path.write_bytes(body + directory + end_record(len(named) + 1, len(directory), len(body)))
    return draft.path


@hostile(4, Outcome.REFUSED, codes="archive-unsafe archive-broken")
def quoted_overlap_bomb(draft: Draft) -> Path:
    """The better zip bomb: each file's data is the next file's header, quoted, and then the next file."""
    content = b"[" + b" " * 200_000 + b"]"
    packed, bodies, records = deflated(content), b"", list[Record]()
    for number in range(draft.one_of([20, 50, 100, 250]), 0, -1):
        quote = b"\x00" + struct.pack("<HH", len(bodies), len(bodies) ^ 0xFFFF) + bodies if bodies else b""
        packed, content = quote + packed, bodies + content
        record = Record(_PARTS.format(number).encode(), content, packed=packed)
        bodies = local_header(record)
        records.insert(0, record)
    whole, directory, offset = bodies + packed, b"", 0
    for record in records:
        directory += central_header(record, offset)
        offset += len(local_header(record)) + 5
    draft.path.write_bytes(whole + directory + end_record(len(records), len(directory), len(whole)))
    return draft.path


@hostile(10, Outcome.REFUSED, codes="archive-locked")
def encrypted_members(draft: Draft) -> Path:
    """Members locked with a password: one or all of them, the old way, AES, or the whole directory."""
    records = records_of(draft)
    flags = draft.one_of([LOCKED, LOCKED | 0x40, LOCKED | 0x2000, LOCKED | DESCRIPTOR, LOCKED])
    for record in records if draft.variant % 2 else records[:1]:
        record.flags |= flags
        record.method = 99 if draft.variant > 4 else record.method
        record.packed = draft.chance.randbytes(12) + deflated(record.content)
    return write(draft.path, records)


@hostile(12)
def size_declared_smaller(draft: Draft) -> Path:
    """The directory, the local header or both say a member is shorter than it is."""
    records, said = records_of(draft), draft.one_of([0, 1, 10, 100])
    for header in draft.one_of([("central",), ("local",), ("central", "local")]):
        getattr(records[0], header)["size"] = said
    return write(draft.path, records)


@hostile(12)
def size_declared_larger(draft: Draft) -> Path:
    """The directory, the local header or both say a member is longer than it is, up to 4 GB."""
    records, said = records_of(draft), draft.one_of([1_000, 2**20, 2**28, 2**32 - 1])
    for header in draft.one_of([("central",), ("local",), ("central", "local")]):
        getattr(records[0], header)["size"] = said
    return write(draft.path, records)


@hostile(10)
def packed_size_lies(draft: Draft) -> Path:
    """The directory gives a member too few packed bytes, or so many that it runs into the next one."""
    records = records_of(draft)
    size = len(records[0].body)
    lies = [0, 1, size // 2, size - 1, size + 1, size + 30, size * 3, 10**6, 2**31, 2**32 - 2]
    records[0].central["packed_size"] = draft.one_of(lies)
    return write(draft.path, records)


@hostile(8, Outcome.TOLD)
def wrong_checksum(draft: Draft) -> Path:
    """A member's CRC is that of other content, packed and stored."""
    records = records_of(draft)
    wrong = draft.one_of([0, 1, 0xFFFFFFFF, zlib.crc32(b"[]")])
    records[0].method = draft.one_of([DEFLATED, STORED])
    records[0].local["crc"] = records[0].central["crc"] = wrong
    return write(draft.path, records)


@hostile(14)
def local_header_disagrees(draft: Draft) -> Path:
    """The header before a member tells another story than the directory: name, kind, flags, lengths."""
    lies: list[dict[str, object]] = [
        {"name": b"x" * len(FOLLOWERS)},
        {"name": f"../{draft.canary}".encode()},
        {"name": b""},
        {"method": STORED},
        {"method": 12},
        {"flags": UTF8_NAME | LOCKED},
        {"flags": 0},
        {"signature": b"PK\x07\x08"},
        {"signature": b"\0\0\0\0"},
        {"name_length": 0xFFFF},
        {"extra_length": 0xFFFF},
        {"extra": b"\x01\x00\xff\xff"},
        {"needs": 255},
        {"size": 0, "packed_size": 0, "crc": 0},
    ]
    records = records_of(draft)
    records[0].local = draft.one_of(lies)
    return write(draft.path, records)


@hostile(24, Outcome.REFUSED, codes="archive-broken export-unrecognised export-empty")
def truncated_archive(draft: Draft) -> Path:
    """A download that broke off: in a header, a name, the data, the directory, its end, or at nothing."""
    whole = assembled(records_of(draft), comment=draft.canary.encode())
    directory, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    inside = [1, 2, 3, 4, 10, 29, 31, 60, 90, 110, 140, directory // 2, directory - 1, directory]
    at_end = [
        directory + 3,
        directory + 46,
        end - 40,
        end - 1,
        end,
        end + 1,
        end + 4,
        end + 10,
        end + 20,
        end + 21,
    ]
    draft.path.write_bytes(whole[: draft.one_of([*inside, *at_end])])
    return draft.path


@hostile(8, Outcome.TOLD)
def a_hole_in_the_middle(draft: Draft) -> Path:
    """A download that was resumed wrongly: zeros, or a piece left out or doubled, in the first member."""
    records = records_of(draft)
    records[0].content = followers_of(draft.canary, 300)
    whole = assembled(records)
    at, length = 120 + draft.chance.randrange(100), draft.one_of([1, 16, 64, 300])
    hole = bytes(length) if draft.variant % 2 else whole[at : at + length] * 2
    draft.path.write_bytes(whole[:at] + hole + whole[at + length :])
    return draft.path


@hostile(6, Outcome.READ)
def genuine_zip64(draft: Draft) -> Path:
    """A real archive of the large kind, as platforms write for accounts with much media: it is read."""
    records = records_of(draft)
    for record in records[: draft.variant]:
        sizes = struct.pack("<2Q", len(record.content), len(record.body))
        large = {"extra": struct.pack("<2H", 1, 16) + sizes, "size": 2**32 - 1, "packed_size": 2**32 - 1}
        record.local, record.central = dict(large), dict(large)
    return _with_zip64_end(draft, records)


def _with_zip64_end(draft: Draft, records: list[Record], lies: Lies | None = None) -> Path:
    whole = assembled(records)
    directory, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    large = zip64_end(len(records), end - directory, directory, lies or {})
    last = end_record(0xFFFF, 2**32 - 1, 2**32 - 1)
    draft.path.write_bytes(whole[:end] + large + last)
    return draft.path


@hostile(10, Outcome.REFUSED)
def zip64_end_lies(draft: Draft) -> Path:
    """The large archive's own records name absurd sizes, offsets, disks, or a place where nothing is."""
    lies: list[Lies] = [
        {"size": 2**63},
        {"offset": 2**63},
        {"size": 2**64 - 1, "offset": 2**64 - 1},
        {"disks": 2},
        {"disks": 2**32 - 1},
        {"disk": 7},
        {"size": 0},
        {"offset": 0},
        {"size": 10**12},
        {"size": 1},
    ]
    return _with_zip64_end(draft, records_of(draft), draft.one_of(lies))


@hostile(8)
def zip64_member_lies(draft: Draft) -> Path:
    """A member's large sizes are missing, cut short, or beyond every disk."""
    extras = [
        b"",
        struct.pack("<2H", 1, 0),
        struct.pack("<2H", 1, 8),
        struct.pack("<2H4s", 1, 4, b"\0\0\0\0"),
        struct.pack("<2H2Q", 1, 16, 2**63, 2**63),
        struct.pack("<2H2Q", 1, 16, 2**64 - 1, 10),
        struct.pack("<2H3Q", 1, 24, 100, 100, 2**62),
        struct.pack("<2H2Q", 1, 16, 0, 0),
    ]
    records = records_of(draft)
    records[0].central = {"extra": draft.one_of(extras), "size": 2**32 - 1, "packed_size": 2**32 - 1}
    return write(draft.path, records)


@hostile(16, Outcome.TOLD)
def unknown_compression(draft: Draft) -> Path:
    """A list packed in a way no platform packs: bzip2, LZMA, Zstandard, shrunk, or a number of nothing."""
    methods = [1, 2, 6, 9, 10, 12, 14, 18, 20, 93, 94, 95, 96, 97, 98, 0xFFFF]
    records = records_of(draft)
    records[0].method = draft.one_of(methods)
    content = records[0].content
    lzma_header = b"\x09\x14\x05\x00\x5d\x00\x00\x80\x00"
    raw = lzma.compress(content, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1, "dict_size": 2**23}])
    records[0].packed = {12: bz2.compress(content), 14: lzma_header + raw}.get(records[0].method, content)
    return write(draft.path, records)


@hostile(10)
def data_descriptors(draft: Draft) -> Path:
    """Sizes told only after the data, rightly and wrongly, with and without their signature."""
    records = records_of(draft)
    for number, record in enumerate(records):
        crc, packed, size = zlib.crc32(record.content), len(record.body), len(record.content)
        record.flags |= DESCRIPTOR
        record.local = {"crc": 0, "packed_size": 0, "size": 0}
        told = [
            struct.pack("<4s3L", b"PK\x07\x08", crc, packed, size),
            struct.pack("<3L", crc, packed, size),
            struct.pack("<4sL2Q", b"PK\x07\x08", crc, packed, size),
            struct.pack("<4s3L", b"PK\x07\x08", 1, 2, 3),
            b"",
        ]
        record.after = told[(draft.variant + number * (draft.variant > 4)) % len(told)]
    return write(draft.path, records)


@hostile(8)
def comment_bombs(draft: Draft) -> Path:
    """Comments of 64 KB that hold endings, directories and whole archives of their own."""
    ends = end_record(0, 0, 0) * 2_900
    comments = [ends[:65_535], b"PK\x05\x06" * 16_000, assembled(records_of(draft)), b"\0" * 65_535]
    records = records_of(draft)
    comment = draft.one_of(comments)
    for record in records if draft.variant > 3 else ():
        record.comment = comment
    return write(draft.path, records, comment=comment if draft.variant < 4 else draft.canary.encode())


@hostile(8, codes="archive-broken archive-unsafe export-unrecognised")
def prepended_garbage(draft: Draft) -> Path:
    """Something before the archive: a program, a page, zeros, another archive; offsets mended or not."""
    garbage = draft.one_of(
        [b"MZ" + bytes(500), b"PK" + bytes(200), bytes(1_000), assembled(records_of(draft))]
    )
    whole = assembled(records_of(draft), before=garbage if draft.variant > 3 else b"")
    draft.path.write_bytes(whole if draft.variant > 3 else garbage + whole)
    return draft.path


@hostile(8)
def appended_garbage(draft: Draft) -> Path:
    """Something after the archive: zeros, a page, a second ending, a second archive, 70 KB of noise."""
    whole = assembled(records_of(draft))
    after = [
        b"\0",
        bytes(1_000),
        b"<html>",
        whole[-22:],
        whole,
        draft.chance.randbytes(70_000),
        b"PK\x05\x06",
        b"\n",
    ]
    draft.path.write_bytes(whole + draft.one_of(after))
    return draft.path


@hostile(6)
def several_disks(draft: Draft) -> Path:
    """An archive that says it is one of several disks, or that its members lie on another."""
    records = records_of(draft)
    if draft.variant > 3:
        records[0].central["disk"] = draft.variant
        return write(draft.path, records)
    lies: list[Lies] = [{"disk": 1}, {"start_disk": 3}, {"here": 1}, {"disk": 0xFFFF, "start_disk": 0xFFFF}]
    return write(draft.path, records, lies=draft.one_of(lies))


@hostile(10)
def end_record_lies(draft: Draft) -> Path:
    """The record at the end counts, measures and places the directory wrongly."""
    lies: list[Lies] = [
        {"entries": 0, "here": 0},
        {"entries": 0xFFFF, "here": 0xFFFF},
        {"entries": 1, "here": 1},
        {"size": 0},
        {"size": 10},
        {"size": 2**32 - 1},
        {"offset": 0},
        {"offset": 2**32 - 1},
        {"comment_length": 0xFFFF},
        {"offset": 1, "size": 1},
    ]
    return write(draft.path, records_of(draft), lies=draft.one_of(lies))


@hostile(10)
def absurd_attributes(draft: Draft) -> Path:
    """Members dated on day 0 of month 15, that call themselves devices, pipes, folders or nothing."""
    records = records_of(draft)
    kinds = [0, 0o020666, 0o060666, 0o010666, 0o140666, 0o040755, 0o170000, 0o104755]
    records[0].attributes = draft.one_of(kinds) << 16
    records[0].local["date"] = records[0].central["date"] = draft.one_of([0, 0xFFFF, 0x01E0])
    return write(draft.path, records)


@hostile(6)
def extra_field_bombs(draft: Draft) -> Path:
    """Extra fields of 64 KB, whose own lengths point past themselves, or that rename the member."""
    other = f"{draft.canary}.json".encode()
    renaming = struct.pack("<2HBL", 0x7075, 5 + len(other), 1, zlib.crc32(FOLLOWERS.encode())) + other
    extras = [
        bytes(65_535),
        b"\x01\x00\xff\xff",
        b"\xff" * 65_535,
        renaming,
        b"\x01",
        struct.pack("<2H", 9, 1) * 9_000,
    ]
    records = records_of(draft)
    for record in records:
        record.extra = draft.one_of(extras)
    return write(draft.path, records)


@hostile(14, Outcome.TOLD)
def damaged_deflate(draft: Draft) -> Path:
    """A list whose packed bytes are noise, cut, turned over bit by bit, or that never end."""
    records = records_of(draft)
    records[0].content = followers_of(draft.canary, 50)
    body = bytearray(records[0].body)
    match draft.variant % 7:
        case 0:
            body = bytearray(draft.chance.randbytes(len(body)))
        case 1:
            del body[len(body) // 2 :]
        case 2:
            body[0] |= 0x06  # a kind of block that does not exist
        case 3:
            body = bytearray(b"\x00\xff\xff\x00\x00") * 500  # blocks of nothing, none of them the last
        case 4:
            body = bytearray(b"\xff" * len(body))
        case _:
            body[draft.chance.randrange(len(body))] ^= 1 << draft.chance.randrange(8)
    records[0].packed = bytes(body)
    return write(draft.path, records)


@hostile(4)
def more_than_was_declared(draft: Draft) -> Path:
    """A member that declares a short list and inflates on and on behind it."""
    short = followers_of(draft.canary)
    longer = short + b" " * draft.one_of([10**3, 10**6, 10**7, 5 * 10**7])
    record = Record(FOLLOWERS.encode(), short, packed=deflated(longer, 1))
    return write(draft.path, [record, *records_of(draft)[1:]])


@hostile(4, Outcome.REFUSED, codes="export-empty archive-broken")
def an_empty_archive(draft: Draft) -> Path:
    """An archive of nothing, with and without a comment."""
    return write(
        draft.path, [], comment=draft.one_of([b"", draft.canary.encode(), b"\0" * 500, b"PK\x05\x06"])
    )


@hostile(4, Outcome.REFUSED, codes="export-empty")
def only_folders(draft: Draft) -> Path:
    """An archive of folders alone, one of them named as a list is."""
    names = [f"{draft.canary}/", "connections/", f"{FOLLOWERS}/", "connections/followers_and_following/"]
    return write(draft.path, [Record(name.encode(), method=STORED) for name in names[: draft.variant + 1]])


@hostile(6)
def a_folder_named_like_a_list(draft: Draft) -> Path:
    """A folder entry with the list's name beside the list, and a list that has members below it."""
    beside = draft.one_of([f"{FOLLOWERS}/", f"{FOLLOWERS}/x.json", f"{FOLLOWING}/{draft.canary}"])
    return zipped(draft, lists_of(draft) | {beside: b"" if draft.variant < 3 else draft.canary.encode()})

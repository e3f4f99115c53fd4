"""A ZIP written record by record, so that any of them can lie. What is not said otherwise is the truth."""

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

STORED, DEFLATED = 0, 8
UTF8_NAME, LOCKED, DESCRIPTOR = 0x800, 0x1, 0x8
FILE, LINK = 0o100644 << 16, 0o120777 << 16
_DATE, _MADE_BY_UNIX = 0x5A6F, 0x0314

Lies = Mapping[str, int]
_NONE: Lies = {}


@dataclass(slots=True)
class Record:
    """One member. `local` and `central` hold what its two headers say instead of the truth."""

    name: bytes
    content: bytes = b""
    method: int = DEFLATED
    flags: int = UTF8_NAME
    attributes: int = FILE
    extra: bytes = b""
    comment: bytes = b""
    packed: bytes | None = None
    after: bytes = b""
    """What follows the packed bytes: a data descriptor."""
    local: dict[str, Any] = field(default_factory=dict)
    central: dict[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """The bytes as they stand in the archive."""
        if self.packed is not None:
            return self.packed
        return deflated(self.content) if self.method == DEFLATED else self.content

    def truth(self) -> dict[str, Any]:
        """What an honest header says."""
        return {
            "name": self.name,
            "method": self.method,
            "flags": self.flags,
            "crc": zlib.crc32(self.content),
            "packed_size": len(self.body),
            "size": len(self.content),
            "extra": self.extra,
            "needs": 20,
            "date": _DATE,
            "signature": None,
        }


def deflated(content: bytes, level: int = 6) -> bytes:
    """A raw DEFLATE stream, as a member holds it."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def repeated(chunk: bytes, times: int, before: bytes = b"", after: bytes = b"") -> tuple[bytes, int, int]:
    """A raw DEFLATE stream of `before`, the chunk many times, `after`; its CRC and its length.

    The chunk is packed once: a full flush makes its packed bytes repeatable.
    """
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    start = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.compress(after) + packer.flush()
    crc = zlib.crc32(before)
    for _ in range(times):
        crc = zlib.crc32(chunk, crc)
    return start + middle * times + end, zlib.crc32(after, crc), len(before) + len(chunk) * times + len(after)


def flood(name: bytes, chunk: bytes, times: int, before: bytes = b"", after: bytes = b"") -> Record:
    """A member far larger than its archive, honest about its size."""
    packed, crc, size = repeated(chunk, times, before, after)
    truth = {"crc": crc, "size": size}
    return Record(name, packed=packed, local=dict(truth), central=dict(truth))


def local_header(record: Record) -> bytes:
    """What stands before a member's bytes."""
    says = record.truth() | record.local
    head = struct.pack(
        "<4s5H3L2H",
        says["signature"] or b"PK\x03\x04",
        says["needs"],
        says["flags"],
        says["method"],
        0,
        says["date"],
        says["crc"],
        says["packed_size"],
        says["size"],
        says.get("name_length", len(says["name"])),
        says.get("extra_length", len(says["extra"])),
    )
    return b"".join((head, says["name"], says["extra"]))


def central_header(record: Record, offset: int) -> bytes:
    """What the directory says of a member."""
    says = record.truth() | {"offset": offset, "disk": 0} | record.central
    head = struct.pack(
        "<4s6H3L5H2L",
        says["signature"] or b"PK\x01\x02",
        _MADE_BY_UNIX,
        says["needs"],
        says["flags"],
        says["method"],
        0,
        says["date"],
        says["crc"],
        says["packed_size"],
        says["size"],
        says.get("name_length", len(says["name"])),
        says.get("extra_length", len(says["extra"])),
        says.get("comment_length", len(record.comment)),
        says["disk"],
        0,
        record.attributes,
        says["offset"],
    )
    return b"".join((head, says["name"], says["extra"], record.comment))


def end_record(entries: int, size: int, offset: int, comment: bytes = b"", lies: Lies = _NONE) -> bytes:
    """The record at the end of an archive."""
    says = {"disk": 0, "start_disk": 0, "here": entries, "entries": entries, "size": size, "offset": offset}
    says |= {"comment_length": len(comment)} | dict(lies)
    return (
        struct.pack(
            "<4s4H2LH",
            b"PK\x05\x06",
            says["disk"],
            says["start_disk"],
            min(says["here"], 0xFFFF),
            min(says["entries"], 0xFFFF),
            says["size"],
            says["offset"],
            says["comment_length"],
        )
        + comment
    )


def zip64_end(entries: int, size: int, offset: int, lies: Lies = _NONE) -> bytes:
    """The two records of a large archive that stand before the one at its end."""
    says = {"entries": entries, "size": size, "offset": offset, "at": offset + size, "disks": 1, "disk": 0}
    says |= dict(lies)
    record = struct.pack(
        "<4sQ2H2L4Q",
        b"PK\x06\x06",
        44,
        45,
        45,
        says["disk"],
        0,
        says["entries"],
        says["entries"],
        says["size"],
        says["offset"],
    )
    return record + struct.pack("<4sLQL", b"PK\x06\x07", says["disk"], says["at"], says["disks"])


def assembled(
    records: Sequence[Record], *, before: bytes = b"", comment: bytes = b"", lies: Lies = _NONE
) -> bytes:
    """The whole archive; `lies` are for the record at its end."""
    body, directory = bytearray(before), bytearray()
    for record in records:
        offset = len(body)
        body += local_header(record) + record.body + record.after
        directory += central_header(record, offset)
    end = end_record(len(records), len(directory), len(body), comment, lies)
    return bytes(body + directory + end)


def write(path: Path, records: Iterable[Record], **how: Any) -> Path:
    """The archive as a file."""
    path.write_bytes(assembled(list(records), **how))
    return path

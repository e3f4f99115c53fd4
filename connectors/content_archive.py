"""A content archive (CARv1), the file into which Bluesky writes a repository; read block by block.

A header, then sections: a length, a content id of 36 bytes, a block of DAG-CBOR. The id holds the block's
SHA-256, so damage is found wherever it lies. Blocks come in any order, and none is decoded unless it holds
the mark of the records asked for. Sources: the published specification of CARv1; the readers of public
parsers.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import IO, Any, NoReturn

import cbor2

from connectors.export_errors import MemberBrokenError, MemberTooLargeError, MemberUnsafeError

_LARGEST_HEADER = 2**16
_LARGEST_BLOCK = 2**21  # bytes; a record may have one million
_MOST_BLOCKS = 10_000_000
_LONGEST_NUMBER = 9  # bytes, as the specification says of every varint
_DEEPEST = 64
_BEGINNING = re.compile(rb".{1,3}\xa2\x65roots", re.DOTALL)
_CONTENT_ID = b"\x01\x71\x12\x20"  # version 1, DAG-CBOR, SHA-256 of 32 bytes; Bluesky allows no other
_ID_LENGTH = len(_CONTENT_ID) + 32
_LINK = 42  # the one tag of DAG-CBOR

Fields = Mapping[Any, object]


def is_content_archive(beginning: bytes) -> bool:
    """Whether a file that begins like this is a content archive of version 1."""
    return _BEGINNING.match(beginning) is not None


def records(file: IO[bytes], kind: str, where: str) -> Iterator[Fields]:
    """The other fields of every record whose `$type` is this kind, in the order in which they stand."""
    mark = cbor2.dumps("$type") + cbor2.dumps(kind)
    for block in _blocks(file, where):
        if mark not in block:
            continue
        match _value(block, MemberUnsafeError(where)):  # its hash was right, so it was written like this
            case {"$type": found, **fields} if found == kind:
                yield fields


def _blocks(file: IO[bytes], where: str) -> Iterator[bytes]:
    """Every block below the header, each checked against its id."""
    _check_header(file, where)
    for number in count(1):
        length = _number(file, where)
        if length is None:
            return
        if number > _MOST_BLOCKS:
            raise MemberTooLargeError(where)
        section = _section(file, length, _ID_LENGTH + _LARGEST_BLOCK, where)
        yield _checked(section, where)


def _check_header(file: IO[bytes], where: str) -> None:
    length = _number(file, where) or 0
    match _value(_section(file, length, _LARGEST_HEADER, where), MemberBrokenError(where)):
        case {"version": 1, "roots": [*_]}:
            return
    raise MemberBrokenError(where)


def _checked(section: bytes, where: str) -> bytes:
    """The block of a section. Another kind of id is nothing Bluesky writes; another hash is damage."""
    if len(section) < _ID_LENGTH:
        raise MemberBrokenError(where)
    if not section.startswith(_CONTENT_ID):
        raise MemberUnsafeError(where)
    block = section[_ID_LENGTH:]
    if hashlib.sha256(block).digest() != section[len(_CONTENT_ID) : _ID_LENGTH]:
        raise MemberBrokenError(where)
    return block


def _section(file: IO[bytes], length: int, largest: int, where: str) -> bytes:
    """That many bytes: nothing is read of a section that claims too many."""
    if length > largest:
        raise MemberUnsafeError(where)
    section = file.read(length)
    if len(section) < length:
        raise MemberBrokenError(where)
    return section


def _number(file: IO[bytes], where: str) -> int | None:
    """The number that stands here, seven bits a byte and the lowest first; None at the end of the file."""
    number = 0
    for at in range(_LONGEST_NUMBER):
        byte = file.read(1)
        if not byte:
            if at == 0:
                return None
            raise MemberBrokenError(where)
        number |= (byte[0] & 0x7F) << 7 * at
        if byte[0] < 0x80:
            return number
    raise MemberUnsafeError(where)


class _OnlyLinks(Mapping[int, Any]):
    """What may become of a tag: a link stays as it is, any other is refused.

    Without this a pattern would be compiled and a number of a million digits worked out.
    """

    def __getitem__(self, tag: int) -> Any:
        if tag == _LINK:
            raise KeyError(tag)
        return _refused

    def __iter__(self) -> Iterator[int]:
        return iter(())

    def __len__(self) -> int:
        return 1


def _refused(*_: object) -> NoReturn:
    raise ValueError


def _value(block: bytes, error: Exception) -> object:
    """What the DAG-CBOR says; one that breaks its rules ends in this error."""
    try:
        value: object = cbor2.loads(
            block,
            semantic_decoders=_OnlyLinks(),
            max_depth=_DEEPEST,
            allow_indefinite=False,
            allow_duplicate_keys=False,
            strict_hashable_types=True,
        )
    except cbor2.CBORDecodeError:
        raise error from None
    return value

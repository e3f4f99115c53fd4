"""A repository of the AT Protocol as a CAR file: a signed commit, a Merkle search tree, a block a record.

Written after the published specifications of CAR version 1, DAG-CBOR and the repository format, version 3.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import takewhile
from typing import Any

import cbor2

CID_PREFIX = bytes((1, 0x71, 0x12, 0x20))
"""Version 1, DAG-CBOR, SHA-256, 32 bytes."""
LINK = 42


class _Blocks:
    """The blocks of the file so far, by their id."""

    def __init__(self) -> None:
        self.found: dict[bytes, bytes] = {}

    def put(self, value: Any) -> cbor2.CBORTag:
        """A block for the value; the answer is a link to it."""
        block = cbor2.dumps(value, canonical=True)
        cid = CID_PREFIX + sha256(block).digest()
        self.found[cid] = block
        return cbor2.CBORTag(LINK, b"\0" + cid)


def car_file(did: str, records: Mapping[str, Any]) -> bytes:
    """The file. `records` are by collection and key: `app.bsky.feed.post/3jzfcijpj2z2a`."""
    blocks = _Blocks()
    entries = [(key, blocks.put(record)) for key, record in sorted(records.items())]
    top = max((_depth(key) for key, _ in entries), default=0)
    commit = {"did": did, "rev": "3lbxtrbnoxs2j", "sig": bytes(64), "data": _node(blocks, entries, top)}
    root = blocks.put(commit | {"prev": None, "version": 3})
    header = cbor2.dumps({"roots": [root], "version": 1}, canonical=True)
    return _framed(header) + b"".join(_framed(cid + block) for cid, block in blocks.found.items())


def _depth(key: str) -> int:
    """How high in the tree a key stands: pairs of noughts that its hash begins with."""
    bits = f"{int.from_bytes(sha256(key.encode()).digest()):0256b}"
    return len(list(takewhile(lambda bit: bit == "0", bits))) // 2


def _node(blocks: _Blocks, entries: list[tuple[str, Any]], depth: int) -> cbor2.CBORTag:
    """The tree of these entries: those that stand at this height, and the trees between them."""
    here = [place for place, (key, _) in enumerate(entries) if _depth(key) == depth]
    gaps = [entries[after + 1 : before] for after, before in _between(here, len(entries))]
    below = [_node(blocks, gap, depth - 1) if gap else None for gap in gaps]
    written, last = [], b""
    for place, tree in zip(here, below[1:], strict=True):
        key, value = entries[place]
        shared = _shared(last, key.encode())
        written.append({"p": shared, "k": key.encode()[shared:], "v": value, "t": tree})
        last = key.encode()
    return blocks.put({"l": below[0], "e": written})


def _between(places: list[int], end: int) -> Iterator[tuple[int, int]]:
    return zip([-1, *places], [*places, end], strict=True)


def _shared(one: bytes, other: bytes) -> int:
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


def _framed(content: bytes) -> bytes:
    """The content with its length before it, seven bits a byte."""
    left, length = len(content), b""
    while left > 127:
        length += bytes((left & 127 | 128,))
        left >>= 7
    return length + bytes((left,)) + content

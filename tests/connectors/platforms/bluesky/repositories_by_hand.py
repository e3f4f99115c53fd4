"""Repositories made by hand, as bytes: those of the cases beside this file, and what tests make theirs of.

    .venv/bin/python -m tests.connectors.platforms.bluesky.repositories_by_hand

writes the `.car` files of the cases anew. It shares no code with the reader. Every account in it is invented.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import cbor2

HERE = Path(__file__).parent
OWNER = "did:plc:aaaaownerinventedfortests"


def number(value: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + number(rest) if rest else bytes([low])


def content_id(block: bytes) -> bytes:
    return b"\x01\x71\x12\x20" + hashlib.sha256(block).digest()


def link(block: bytes) -> cbor2.CBORTag:
    return cbor2.CBORTag(42, b"\x00" + content_id(block))


def encoded(value: object) -> bytes:
    return cbor2.dumps(value, canonical=True)


def section(block: bytes) -> bytes:
    return number(36 + len(block)) + content_id(block) + block


def header(*roots: bytes) -> bytes:
    content = encoded({"version": 1, "roots": [link(root) for root in roots]})
    return number(len(content)) + content


def archive(blocks: Iterable[bytes]) -> bytes:
    """An archive of these blocks, in this order; the first one is its root."""
    blocks = list(blocks)
    return header(*blocks[:1]) + b"".join(map(section, blocks))


def follow(who: str, **more: object) -> bytes:
    record = {"$type": "app.bsky.graph.follow", "subject": who, "createdAt": "2024-11-20T08:01:02.003Z"}
    return encoded(record | more)


def post(text: str) -> bytes:
    return encoded({"$type": "app.bsky.feed.post", "text": text, "createdAt": "2024-11-21T09:00:00.000Z"})


def like(who: str) -> bytes:
    subject = {"uri": f"at://{who}/app.bsky.feed.post/3kaaaaaaaaaaa", "cid": "bafyinvented"}
    return encoded(
        {"$type": "app.bsky.feed.like", "subject": subject, "createdAt": "2024-11-21T09:00:01.000Z"}
    )


def block_of(who: str) -> bytes:
    """The record of somebody being blocked, which is no relation."""
    return encoded({"$type": "app.bsky.graph.block", "subject": who, "createdAt": "2024-11-21T09:00:02.000Z"})


def node(records: Iterable[tuple[str, bytes]]) -> bytes:
    """The tree's one node: which record is kept below which path."""
    entries = [{"k": path.encode(), "p": 0, "t": None, "v": link(block)} for path, block in records]
    return encoded({"e": entries, "l": None})


def commit(tree: bytes) -> bytes:
    told = {"did": OWNER, "rev": "3lbaaaaaaaa2a", "sig": b"\x00" * 64, "data": link(tree), "prev": None}
    return encoded(told | {"version": 3})


def repository(*records: tuple[str, bytes]) -> bytes:
    tree = node(sorted(records))
    return archive([commit(tree), tree, *(block for _, block in records)])


def followed(name: str) -> tuple[str, bytes]:
    return f"app.bsky.graph.follow/3l{name}", follow(f"did:plc:{name:a<24}")


def _whole() -> bytes:
    """Follows among everything else, one of them through a starter pack, one with a record for itself."""
    pack = {"uri": f"at://{OWNER}/app.bsky.graph.starterpack/3lpack", "cid": "bafyinvented"}
    return repository(
        followed("marlow"),
        ("app.bsky.feed.post/3l1", post('the words "app.bsky.graph.follow" stand in this post')),
        ("app.bsky.graph.block/3l2", block_of("did:plc:blockedaaaaaaaaaaaaaaaaa")),
        followed("okafor"),
        ("app.bsky.feed.like/3l3", like("did:plc:likedaaaaaaaaaaaaaaaaaaa")),
        ("app.bsky.graph.follow/3l4", follow("did:web:oakfield.example", via=pack)),
        ("app.bsky.graph.follow/3l5", encoded({"$type": "app.bsky.graph.follow", "createdAt": "x"})),
    )


def _in_another_order() -> bytes:
    """No order that a tree gives, one follow in two records and one block twice."""
    one, two = follow("did:plc:marlowaaaaaaaaaaaaaaaaaa"), follow("did:plc:okaforaaaaaaaaaaaaaaaaaa")
    again = follow("did:plc:marlowaaaaaaaaaaaaaaaaaa", createdAt="2025-01-01T00:00:00.000Z")
    tree = node([("app.bsky.graph.follow/3l1", one), ("app.bsky.graph.follow/3l2", two)])
    return header(commit(tree)) + b"".join(map(section, (two, again, tree, one, two, commit(tree))))


CASES = {
    "car/export/repo.car": _whole(),
    "car_in_another_order/export/did_plc_owner.20260301.car": _in_another_order(),
    "car_of_nobody/export/repo.car": repository(("app.bsky.feed.post/3l1", post("nobody is followed yet"))),
    "car_damaged/export/repo.car": _whole()[:-40],
    "car_beside_pages/export/repo.car": _whole(),
}


if __name__ == "__main__":
    for path, content in CASES.items():
        (HERE / path).parent.mkdir(parents=True, exist_ok=True)
        (HERE / path).write_bytes(content)

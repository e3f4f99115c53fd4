"""Hostile and broken JSON, as the lists of every platform that writes JSON, and X's scripts around it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.connectors.exports_by_hand import FOLLOWERS, FOLLOWING, FRIENDS, follower
from tests.hostile.corpus import Draft, Outcome, hostile
from tests.hostile.made_exports import (
    SNAPCHAT,
    TIKTOK,
    X,
    as_followers,
    as_friends,
    followers_of,
    friends_of,
    lists_of,
    stored,
)
from tests.hostile.shapes import SHAPES, nodes, replaced


@hostile(10, Outcome.REFUSED)
def brackets_alone(draft: Draft) -> Path:
    """80 KB of opening brackets, which once took a parser 3.9 GB, and their kin."""
    openings = [
        b"[",
        b'{"a":',
        b"[{}, ",
        b'[{"a":[',
        b"[[[]],",
        b'{"friends_v2":[',
        b"[\n",
        b"[1,",
        b'["",',
        b"[" * 9,
    ]
    opening = draft.one_of(openings)
    return stored(draft, {draft.one_of([FRIENDS, FOLLOWERS]): opening * (80_000 // len(opening))})


@hostile(12)
def deep_nesting(draft: Draft) -> Path:
    """Whole JSON nested 60 to 100,000 deep: at the top, in a list, in a name."""
    deep = draft.one_of([60, 200, 950, 1_100, 5_000, 100_000])
    opening, closing = draft.one_of([(b"[", b"]"), (b'{"a":', b"}")])
    nest = opening * deep + (b"1" if opening != b"[" else b"") + closing * deep
    inside = [nest, b'{"friends_v2":[' + nest + b"]}", b'{"friends_v2":[{"name":' + nest + b"}]}"]
    return as_friends(draft, draft.one_of(inside) if draft.variant < 6 else inside[2])


@hostile(12)
def huge_integers(draft: Draft) -> Path:
    """Numbers of 19 to a million digits, where a date, a name or a count should be."""
    number = draft.one_of(["9" * 19, "9" * 300, "9" * 4_300, "9" * 4_301, "9" * 10**6, "-" + "9" * 400])
    field = draft.one_of(["timestamp", "timestamp", "name"])
    beside = ', "timestamp": 1' if field == "name" else f', "name": "{draft.canary}"'
    return as_friends(draft, f'{{"friends_v2": [{{"{field}": {number}{beside}}}]}}')


@hostile(10, Outcome.READ)
def huge_floats(draft: Draft) -> Path:
    """Dates beyond every clock: the people are kept, their dates are not."""
    numbers = [
        "1e400",
        "-1e400",
        "1e308",
        "1e-400",
        "5e-324",
        "1." + "3" * 10**6,
        "1e5",
        "-0.0",
        "1E+99999999",
        "0e0",
    ]
    return as_friends(
        draft, f'{{"friends_v2": [{{"name": "{draft.canary}", "timestamp": {draft.one_of(numbers)}}}]}}'
    )


@hostile(6)
def not_a_number(draft: Draft) -> Path:
    """NaN and Infinity, which JSON does not have and Python reads."""
    number = draft.one_of(["NaN", "Infinity", "-Infinity"])
    place = draft.one_of(['{{"friends_v2": [{{"name": "{1}", "timestamp": {0}}}]}}', '{{"friends_v2": {0}}}'])
    return as_friends(draft, place.format(number, draft.canary))


@hostile(8, Outcome.HELD, people=1)
def duplicate_keys(draft: Draft) -> Path:
    """The list's key, or a person's, twice: the last one wins and hides the first."""
    name = draft.canary
    written = [
        f'{{"friends_v2": [{{"name": "{name}"}}], "friends_v2": []}}',
        f'{{"friends_v2": [], "friends_v2": [{{"name": "{name}"}}]}}',
        f'{{"friends_v2": [{{"name": "{name}", "name": "Sam"}}]}}',
        f'{{"friends_v2": [{{"name": "{name}", "name": ""}}]}}',
        f'{{"friends_v2": [{{"name": "{name}"}}], "friends_v2": null}}',
        f'{{"friends_v2": [{{"name": "{name}"}}], "friends": []}}',
        f'{{"friends_v2": [{{"name": "{name}", "timestamp": 1, "timestamp": 2}}]}}',
        '{"friends_v2": [' + ", ".join(['{"name": "a", "name": "b"}'] * 1_000) + "]}",
    ]
    return as_friends(draft, draft.one_of(written))


@hostile(10)
def lone_surrogates(draft: Draft) -> Path:
    """Halves of characters, escaped and raw, alone, turned round, in names and in keys."""
    halves = [
        "\\ud83d",
        "\\ude00",
        "\\ude00\\ud83d",
        "\\ud83d\\ud83d",
        "\ud83d",
        "\\uD800\\u0041",
        "\\udfff" * 500,
    ]
    half = draft.one_of(halves)
    key = "name" if draft.variant < 7 else f"na{half}me"
    return as_friends(draft, f'{{"friends_v2": [{{"{key}": "{half}{draft.canary}", "timestamp": 1}}]}}')


@hostile(12, Outcome.REFUSED)
def invalid_utf8(draft: Draft) -> Path:
    """Bytes that are no UTF-8: overlong, cut, surrogates, Windows' letters, Latin-1, Shift JIS."""
    broken = [
        b"\xff",
        b"\xc0\xaf",
        b"\xe2\x82",
        b"\xf0\x9f\x98",
        b"\xed\xa0\xbd",
        b"\xf5\x80\x80\x80",
        b"\x80",
        b"\xfe\xfe",
        "Zoë".encode("cp1252"),
        "Łukasz".encode("cp1250"),
        "さくら".encode("shift_jis"),
        "Анна".encode("koi8-r"),
    ]
    return as_friends(draft, friends_of(draft.canary).replace(b" 1", draft.one_of(broken)))


@hostile(8)
def unmarked_utf16(draft: Draft) -> Path:
    """UTF-16 and UTF-32, with and without the mark that says so."""
    encodings = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-16", "utf-32", "utf-7", "utf-8-sig"]
    return as_friends(draft, friends_of(draft.canary).decode().encode(draft.one_of(encodings)))


@hostile(8)
def marks_in_the_middle(draft: Draft) -> Path:
    """Byte order marks twice, in a name, between records, at the end, or of another encoding."""
    text, mark = friends_of(draft.canary), b"\xef\xbb\xbf"
    marked = [
        mark * 2 + text,
        text.replace(b'"name"', b'"name' + mark + b'"'),
        text.replace(b": [", b": [" + mark),
        text + mark,
        b"\xff\xfe" + text,
        b"\xfe\xff" + text,
        text.replace(b'"friends_v2"', b'"' + mark + b'friends_v2"'),
        mark + text.replace(draft.canary.encode(), mark + draft.canary.encode()),
    ]
    return as_friends(draft, draft.one_of(marked))


@hostile(30, Outcome.REFUSED)
def truncated_json(draft: Draft) -> Path:
    """A list that breaks off at every kind of place: never a shorter list, always a problem."""
    whole = draft.one_of([friends_of(draft.canary), followers_of(draft.canary)])
    path = draft.one_of([FRIENDS, FOLLOWERS])
    cut = 1 + (len(whole) - 2) * draft.variant // 30
    return stored(draft, {path: whole[:cut]})


@hostile(10, Outcome.REFUSED)
def trailing_garbage(draft: Draft) -> Path:
    """A whole list, and something behind it: another list, a bracket, a page, noise."""
    after = [
        b"]",
        b"}",
        b",",
        friends_of(draft.canary),
        b"<html>",
        b"\0",
        b"null",
        b";",
        b"//",
        draft.canary.encode(),
    ]
    return as_friends(draft, friends_of(draft.canary) + draft.one_of(after))


@hostile(60)
def wrong_types(draft: Draft) -> Path:
    """A known list in which one value is of a type nobody expects: lists for text, numbers for names."""
    path, shape = draft.one_of(SHAPES)
    wrong: Any = draft.chance.choice(
        [None, True, 0, -1.5, "", draft.canary, [], {}, [[]], [{}], {"": [draft.canary]}, [None] * 3]
    )
    place = draft.chance.choice(list(nodes(shape)))
    return stored(draft, {path: json.dumps(replaced(shape, place, wrong)).encode()})


@hostile(12)
def nothing_but_wrong_types(draft: Draft) -> Path:
    """A thousand records of the wrong shape: they are counted, never dropped in silence."""
    records: list[Any] = [None, True, 0, "", draft.canary, [], {}, [[]], [{}], {"name": [draft.canary]}]
    records += [{"string_list_data": [draft.canary]}, {"label_values": [[draft.canary]]}]
    content = [follower("wren"), *([draft.one_of(records)] * 1_000)]
    return as_followers(draft, json.dumps(content).encode())


@hostile(6)
def million_empty_records(draft: Draft) -> Path:
    """A hundred thousand to a million records of nothing."""
    empty = draft.one_of([b"{}", b"null", b'{"name":""}', b"[]", b'""', b"0"])
    number = 10**6 if draft.variant else 10**5
    return as_friends(draft, b'{"friends_v2":[' + empty + (b"," + empty) * (number - 1) + b"]}")


@hostile(4)
def hundreds_of_thousands_of_people(draft: Draft) -> Path:
    """Far more people than anybody knows, each of them well written, with and without a date."""
    number = draft.one_of([30_000, 300_000, 600_000, 200_000])
    record = b'{"name":"%s %d"}' if draft.variant == 3 else b'{"name":"%s %d","timestamp":1700000000}'
    people = b",".join(record % (draft.canary.encode(), each) for each in range(number))
    return as_friends(draft, b'{"friends_v2":[' + people + b"]}")


@hostile(4)
def one_giant_text(draft: Draft) -> Path:
    """One name of 50 MB: plain, of escapes, of emoji, of the pairs that Meta writes."""
    filling = draft.one_of([b"a", b"\\u00e9", "👶".encode(), b"\\u00c3\\u00ab"])
    name = draft.canary.encode() + filling * (50 * 10**6 // len(filling))
    return as_friends(draft, b'{"friends_v2":[{"name":"' + name + b'"}]}')


@hostile(4)
def giant_keys(draft: Draft) -> Path:
    """Keys of a megabyte each, at the top, in a record, or around the list."""
    key = draft.canary + "k" * 2**20
    written: list[dict[str, Any]] = [
        {"friends_v2": [{key: 1, "name": "Sam"}]},
        {key: [], "friends_v2": [{"name": "Sam"}]},
        {f"{key}{number}": number for number in range(20)},
        {"friends_v2": {key: [{"name": "Sam"}]}},
    ]
    return as_friends(draft, json.dumps(draft.one_of(written)))


@hostile(4)
def keys_by_the_hundred_thousand(draft: Draft) -> Path:
    """One record, or one file, with hundreds of thousands of different keys."""
    many = {f"{draft.canary}{number}": number for number in range(300_000)}
    written: list[Any] = [{"friends_v2": [many]}, many, {"friends_v2": many}, {"followers": many}]
    path = FRIENDS if draft.variant < 3 else "connections.json"
    return stored(draft, {path: json.dumps(draft.one_of(written)).encode()})


@hostile(14, Outcome.REFUSED)
def nearly_json(draft: Draft) -> Path:
    """What people and other programs take for JSON: comments, quotes, lines, calls, Python's own words."""
    name = draft.canary
    written = [
        f"{{'friends_v2': [{{'name': '{name}'}}]}}",
        f'{{"friends_v2": [{{"name": "{name}"}},]}}',
        f'{{"friends_v2": [/* {name} */]}}',
        f'// {name}\n{{"friends_v2": []}}',
        f'{{friends_v2: [{{name: "{name}"}}]}}',
        f'{{"name": "{name}"}}\n{{"name": "{name}"}}\n',
        f'callback({{"friends_v2": [{{"name": "{name}"}}]}})',
        f')]}}\',\n{{"friends_v2": [{{"name": "{name}"}}]}}',
        f'{{"friends_v2": [{{"name": "{name}", "timestamp": None}}]}}',
        f'{{"friends_v2": [{{"name": "{name}", "timestamp": 0x10}}]}}',
        f'{{"friends_v2": [{{"name": "{name}\n"}}]}}',
        f'{{"friends_v2": [{{"name": "\\x41{name}"}}]}}',
        f"friends_v2:\n  - name: {name}\n",
        f"<friends><name>{name}</name></friends>",
    ]
    return as_friends(draft, draft.one_of(written))


@hostile(10)
def hardly_any_json(draft: Draft) -> Path:
    """A whole JSON value that is no list: nothing, a word, a number, an empty object."""
    values = [
        b"",
        b" ",
        b"null",
        b"0",
        b'""',
        b"true",
        b"{}",
        b"[]",
        b"\0" * 1_000,
        b'"' + draft.canary.encode() + b'"',
    ]
    return stored(draft, {draft.one_of([FRIENDS, FOLLOWING, FOLLOWERS]): draft.one_of(values)})


@hostile(8)
def text_escaped_byte_by_byte(draft: Draft) -> Path:
    """Meta's way of writing text, cut in the middle, doubled, mixed with right text, or hiding a NUL."""
    written = [
        "\\u00c3",
        "\\u00c3\\u0083\\u00c2\\u00ab",
        "\\u00f0\\u009f\\u0098",
        "\\u00c3\\u00ab\\u4e2d",
        "\\u00c0\\u0080",
        "\\u00ed\\u00a0\\u0080",
        "\\u0000",
        "\\u00e2\\u0080\\u00ae",
    ]
    return as_friends(draft, f'{{"friends_v2": [{{"name": "{draft.canary}{draft.one_of(written)}"}}]}}')


@hostile(12)
def hostile_addresses(draft: Draft) -> Path:
    """Profile addresses that are no addresses, lead elsewhere, or make a careless reader fail."""
    addresses = [
        "https://[",
        "https://[::1",
        "https://instagram.com:99999999/x",
        "https://evil.example/instagram.com/x",
        "javascript:alert(1)",
        "https://instagram.com.evil.example/x",
        "//instagram.com/x",
        "https://user:pw@instagram.com/x",
        "https://instagram.com/%00%0a",
        "https://instagram.com/" + "x" * 10**6,
        "https://ｉnstagram.com/x",
        "data:text/html,x",
    ]
    link = {"href": draft.one_of(addresses), "timestamp": 1}
    return as_followers(draft, json.dumps([{"title": draft.canary, "string_list_data": [link]}]).encode())


@hostile(6)
def scripts_that_assign_nothing(draft: Draft) -> Path:
    """X's file without its `=`: bare JSON, a call, a comment, nothing."""
    record = f'[{{"follower": {{"accountId": "1", "userLink": "{draft.canary}"}}}}]'
    return stored(
        draft, {X: draft.one_of([record, f"f({record})", "//", "", "window.YTD", " : " + record]).encode()}
    )


@hostile(8)
def scripts_that_assign_a_thousand_times(draft: Draft) -> Path:
    """X's file with a thousand `=`: before the list, behind it, in a text, or nothing else."""
    record = f'[{{"follower": {{"accountId": "{draft.canary}"}}}}]'
    written = [
        "=" * 1_000,
        "a = " * 1_000 + record,
        f"a = {record}" * 1_000,
        f"a == {record}",
        f"a = {record};;;;",
        f"a = {record}; b = {record}",
        record.replace("1", "=" * 1_000),
        "=" * 10**6 + record,
    ]
    return stored(draft, {X: draft.one_of(written).encode()})


@hostile(10)
def manifests_that_lie(draft: Draft) -> Path:
    """X's own table of contents counts people without end, below nothing, or in words."""
    counts: list[Any] = [
        "9" * 11,
        "9" * 400,
        -5,
        "-5",
        10**300,
        1.5,
        None,
        "\u0665",
        "\u00b2",
        [draft.canary],
    ]
    kinds = {"follower": {"files": [{"fileName": draft.canary, "count": draft.one_of(counts)}] * 3}}
    members = {
        "data/manifest.js": f"a = {json.dumps({'dataTypes': kinds})}",
        X: 'a = [{"follower": {"accountId": "1"}}]',
    }
    return stored(draft, {path: text.encode() for path, text in members.items()})


@hostile(8)
def old_lists_of_handles(draft: Draft) -> Path:
    """Instagram's lists of 2020, where a handle is a key: empty, huge, hostile, with dates of any type."""
    dates: list[Any] = [
        "",
        "x" * 10**6,
        None,
        1,
        [],
        {draft.canary: 1},
        "9999-99-99",
        "2019-01-01T10:00:00+99:99",
    ]
    people = {
        draft.canary: draft.one_of(dates),
        "": "2019-01-01",
        " ": "2019-01-01",
        "a\u202e": draft.one_of(dates),
    }
    return stored(
        draft, {"connections.json": json.dumps({"followers": people, "following": people}).encode()}
    )


@hostile(6)
def lists_found_at_every_depth(draft: Draft) -> Path:
    """TikTok's keys, which are looked for anywhere, thousands of times over or deep inside one another."""
    record = {"Date": "2025-03-01 08:15:00", "UserName": draft.canary}
    found: Any = {"FansList": [record]}
    nest: Any = found
    for _ in range(draft.one_of([5, 50, 500])):
        nest = {"Following": nest, "FansList": [record]}
    wide = {"Your Activity": {f"Follower {number}": found for number in range(5_000)}}
    return stored(draft, {TIKTOK: json.dumps(draft.one_of([{"Your Activity": nest}, wide])).encode()})


@hostile(8)
def dates_of_every_kind(draft: Draft) -> Path:
    """Dates in words, in other calendars, of a megabyte, full of digits or of combining marks."""
    dates = [
        "x" * 10**6,
        "1" * 10**6,
        "2024-02-30",
        "0000-00-00",
        "\u0662\u0660\u0662\u0664-01-01",
        "e" + "\u0301" * 10**5,
        "\ufdfa" * 10**5,
        "12/12/" * 10**5,
    ]
    record = {
        "Username": draft.canary,
        "Display Name": draft.canary,
        "Creation Timestamp": draft.one_of(dates),
    }
    return stored(draft, {SNAPCHAT: json.dumps({"Friends": [record] * 3}, ensure_ascii=False).encode()})


def _labelled(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value}


@hostile(6)
def labels_without_end(draft: Draft) -> Path:
    """Instagram's labelled values: a hundred thousand labels, labels of labels, one label for everything."""
    many = [_labelled(f"{draft.canary}{number}", f"v{number}") for number in range(100_000)]
    same = [_labelled("Username", f"{draft.canary}{number}") for number in range(1_000)]
    inner = {"label_values": [{"label_values": same}]}
    written: list[Callable[[], Any]] = [
        lambda: {"label_values": many},
        lambda: [{"label_values": same}],
        lambda: [inner],
        lambda: {"label_values": draft.canary},
        lambda: {"label_values": [_labelled("Username", "")] * 1_000},
        lambda: [{"label_values": [_labelled("URL", f"https://{draft.canary}")]}],
    ]
    return stored(draft, lists_of(draft) | {FOLLOWING: json.dumps(draft.one_of(written)()).encode()})

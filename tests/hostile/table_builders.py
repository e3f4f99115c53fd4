"""Hostile and broken tables: LinkedIn's, those of other platforms, and the one a person fills in by hand."""

from pathlib import Path

from tests.hostile.corpus import Draft, Outcome, hostile
from tests.hostile.made_exports import CONNECTIONS, HEADER, stored

_BY_HAND = "platform,relation,display_name,handle,profile_url,since"


def _row(name: str, since: str = "27 Jun 2026") -> str:
    return f"{name},Okafor,https://www.linkedin.com/in/{name},,Harbour Trust,Assistant,{since}"


def _table(draft: Draft, *rows: str, header: str = HEADER, end: str = "\n") -> Path:
    return stored(draft, {CONNECTIONS: end.join([header, *rows]).encode("utf-8", "surrogatepass")})


@hostile(6)
def zero_bytes_in_a_table(draft: Draft) -> Path:
    """NULs in a cell, in the header, between rows, or in place of every other byte."""
    text = f"{HEADER}\n{_row(draft.canary)}\n"
    places = [
        text.replace("Okafor", "Oka\0for"),
        text.replace("First", "Fir\0st"),
        text.replace("\n", "\n\0"),
        "\0" * 500 + text,
    ]
    written = [each.encode() for each in places] + [text.encode("utf-16-le"), text.encode() + bytes(10_000)]
    return stored(draft, {CONNECTIONS: draft.one_of(written)})


@hostile(10, Outcome.HELD, people=52)
def unbalanced_quotes(draft: Draft) -> Path:
    """A quotation mark that never closes and would swallow every row below it; marks in wrong places."""
    name = draft.canary
    broken = [
        f'"{name}',
        f'{name}"',
        f'"{name}"x',
        f'"{name}""',
        f'""{name}',
        f'"{name}\n\n"x"',
        '"',
        f"'{name}",
        '"""',
        f'{name}",',
    ]
    rows = [draft.one_of(broken), *(_row(f"{name}{number}") for number in range(50))]
    return _table(draft, _row("Ffion"), *rows)


@hostile(8)
def giant_cells(draft: Draft) -> Path:
    """A cell of one to fifty megabytes: letters, marks, line ends, blanks, in the header or below it."""
    filling = draft.one_of(["a", '""', "\n", " ", "e\u0301", "=", "👶", "\t"])
    cell = '"' + draft.canary + filling * (draft.one_of([1, 2, 8, 30]) * 2**20 // len(filling.encode())) + '"'
    return (
        _table(draft, _row("Ffion"), _row(cell)) if draft.variant < 6 else _table(draft, header=cell + HEADER)
    )


@hostile(6)
def a_hundred_thousand_columns(draft: Draft) -> Path:
    """Rows of a hundred thousand cells: named columns, nameless ones, one name for all, rows too long."""
    many = [f"{draft.canary}{number}" for number in range(100_000)]
    rows = [f"{_row(draft.canary)},{','.join(many)}"] * 3
    headers = [",".join([HEADER, *many]), HEADER + "," * 100_000, ",".join([HEADER] * 10_000), HEADER]
    return _table(draft, *rows, header=draft.one_of(headers))


@hostile(10, Outcome.HELD, people=4)
def mixed_line_ends(draft: Draft) -> Path:
    """Lines that end in every way at once, as files do that passed through several programs."""
    ends = ["\r\n", "\r", "\n\r", "\n\n", "\r\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\x1e"]
    rows = [_row(f"{draft.canary}{number}") for number in range(4)]
    text = (
        HEADER
        + "\n"
        + rows[0]
        + draft.one_of(ends)
        + rows[1]
        + "\r\n"
        + rows[2]
        + draft.one_of(ends)
        + rows[3]
    )
    return stored(draft, {CONNECTIONS: text.encode()})


@hostile(5)
def headers_alone(draft: Draft) -> Path:
    """A header and nobody below it: nobody, said by the platform; or not even a header."""
    headers = [HEADER, HEADER + "\n", "Notes:\n\n" + HEADER, "\n" * 30 + HEADER, draft.canary]
    return stored(draft, {CONNECTIONS: draft.one_of(headers).encode()})


@hostile(6)
def headers_twice(draft: Draft) -> Path:
    """A header in the middle of the rows, columns of one name, columns in another order."""
    row = _row(draft.canary)
    doubled = [
        [HEADER, row, HEADER, row],
        [HEADER, HEADER, row],
        [HEADER + "," + HEADER, f"{row},{row}"],
        ["First Name,First Name,Connected On", f"{draft.canary},Sam,27 Jun 2026"],
        ["Connected On,First Name", f"27 Jun 2026,{draft.canary}"],
        [HEADER.upper(), row],
    ]
    return stored(draft, {CONNECTIONS: "\n".join(draft.one_of(doubled)).encode()})


@hostile(4)
def millions_of_rows(draft: Draft) -> Path:
    """Millions of blank rows, of commas, of dates alone; half a million people."""
    rows = draft.one_of(
        [
            ",,,,,,08 Jun 2026\n" * 20_000,
            "\n" * 5_000_000,
            ",,,,,,\n" * 500_000,
            f"{_row(draft.canary)}\n" * 150_000,
        ]
    )
    return stored(draft, {CONNECTIONS: f"{HEADER}\n{rows}".encode()})


@hostile(12)
def tables_saved_again(draft: Draft) -> Path:
    """The table as other programs save it: in another encoding, with other separators, with a first line."""
    text = f"{HEADER}\n{_row(draft.canary + 'ë')}\n"
    written = [
        text.encode("utf-16"),
        text.encode("utf-16-le"),
        text.encode("cp1252"),
        text.encode("utf-8-sig"),
        text.encode("utf-32"),
        text.replace(",", ";").encode(),
        text.replace(",", "\t").encode(),
        text.replace(",", "|").encode(),
        f"sep=;\n{text.replace(',', ';')}".encode(),
        b"\xff" * 500 + text.encode(),
        text.encode("utf-7"),
        text.encode("cp037"),
    ]
    return stored(draft, {CONNECTIONS: draft.one_of(written)})


@hostile(8)
def hostile_rows(draft: Draft) -> Path:
    """Addresses that are none, invitations without a direction, names of blanks, dates of anything."""
    rows = [
        f"{draft.canary},,https://[,,,,",
        f"{draft.canary},,{'%ff' * 5_000},,,,",
        " , , , , , , ",
        f",,,{draft.canary}@,,,",
        f"{draft.canary},,/in/{'%2e%2e%2f' * 100},,,,99 Foo 9999",
        "\u200b,\u200b,,,,,",
        f"{draft.canary}",
        ",,,,,,\u0660",
    ]
    return _table(draft, draft.one_of(rows), _row("Ffion"))


@hostile(8)
def hostile_invitations(draft: Draft) -> Path:
    """LinkedIn's invitations with directions, names and dates that are none of the platform's."""
    header = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl"
    name = draft.canary
    directions = ["INCOMING", "OUTGOING", "", "sideways", "\u0130NCOMING", "incoming ", "INCOMING\0", "=1+1"]
    row = f'{name},{name},"1/29/26, 2:37 PM","{name} ""hello""",{draft.one_of(directions)},https://[,x'
    return stored(draft, {"Invitations.csv": f"{header}\n{row}\n{row}".encode()})


@hostile(12)
def tables_filled_in_by_hand(draft: Draft) -> Path:
    """The table a person fills in by hand: unknown words, missing columns, formulas."""
    name = draft.canary
    rows = [
        f"facebook,friend,{name},,,",
        f"{name},friend,Sam,,,",
        f"facebook,{name},Sam,,,",
        ",,,,,",
        f"facebook,friend,={name},,,",
        f'facebook,friend,"{name},,,',
        f"FACEBOOK,FRIEND,{name},,,2024-02-30",
        f"facebook;friend;{name};;;",
        f"facebook\tfriend\t{name}",
        f"facebook,friend,{name}" + "," * 5_000,
        f"facebook,friend,\0{name},,,",
        f"pinterest,follower,{name},@{name},https://[,31/31/31",
    ]
    path = draft.folder / f"{name}.csv"
    path.write_bytes(f"{_BY_HAND}\n{draft.one_of(rows)}\n".encode())
    return path


@hostile(12)
def loose_files_with_other_insides(draft: Draft) -> Path:
    """A file under a list's name, handed in by itself, that holds noise, another list or another kind."""
    names = [
        "followers_1.json",
        "Connections.csv",
        "friends.json",
        "result.json",
        "contacts.vcf",
        "repo.car",
        "file.csv",
        "follower.js",
        "followers_1.html",
        "Follower.txt",
        "subscriptions.csv",
        "following_accounts.csv",
    ]
    insides = [
        draft.chance.randbytes(2_000),
        b"{" + draft.canary.encode(),
        f"<html>{draft.canary}".encode(),
        draft.canary.encode() * 9,
    ]
    path = draft.folder / draft.one_of(names)
    path.write_bytes(draft.chance.choice(insides))
    return path


@hostile(8)
def blocks_of_text(draft: Draft) -> Path:
    """TikTok's list as text: a million lines, no blank line, blank lines alone, labels without values."""
    block = f"Date: 2023-08-10 06:18:18 UTC\nUsername: {draft.canary}\n"
    written = [
        block.replace(":", ""),
        block * 20_000,
        (block + "\n") * 60_000,
        "\n" * 5_000_000,
        "a:" * 10**6,
        block + "x\n" * 10**6,
        ("\n" + " " * 200) * 20_000 + block,
        block.replace(draft.canary, ""),
    ]
    return stored(draft, {"TikTok/Your Activity/Follower.txt": draft.one_of(written).encode()})


@hostile(6, Outcome.TOLD)
def truncated_tables(draft: Draft) -> Path:
    """A table that breaks off inside its header, so that nobody can say what its columns are."""
    text = f"Notes:\n{HEADER}"
    return stored(draft, {CONNECTIONS: text[: draft.one_of([3, 8, 12, 20, 30, 60])].encode()})

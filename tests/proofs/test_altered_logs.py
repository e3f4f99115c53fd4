"""M10: no alteration of the audit log goes unfound while one of its heads stands printed in a report."""

import functools
import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from vault.audit_log import AuditLog, Entry, Event
from vault.log_lines import parsed

ENTRIES = 2_000
KEY = bytes(range(32))

Files = dict[str, bytes]
Alteration = Callable[[random.Random, Files], Files]


def written(folder: Path) -> Files:
    """A log of eight months, in commits of up to three entries."""
    draw, log = random.Random(10), AuditLog(folder, KEY)  # noqa: S311
    (folder / "log").mkdir()
    moment, left = datetime(2026, 1, 5, tzinfo=UTC), ENTRIES
    while left:
        together = min(draw.randint(1, 3), left)
        moment, left = moment + timedelta(seconds=draw.randint(1, 20_000)), left - together
        name, data = log.appended([drawn(draw, moment) for _ in range(together)])
        (folder / name).write_bytes(data)
    return {path.name: path.read_bytes() for path in (folder / "log").iterdir()}


def drawn(draw: random.Random, moment: datetime) -> Entry:
    """An entry of any kind."""
    about = tuple(f"sub-{draw.getrandbits(48):012x}" for _ in range(draw.randint(0, 2)))
    return Entry(moment, draw.choice(list(Event)), "it", about, {"lists": draw.randint(0, 9)})


def changed_bit(draw: random.Random, files: Files) -> Files:
    name = draw.choice(sorted(files))
    data = bytearray(files[name])
    data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    return files | {name: bytes(data)}


def changed_byte(draw: random.Random, files: Files) -> Files:
    name = draw.choice(sorted(files))
    data = bytearray(files[name])
    data[draw.randrange(len(data))] ^= draw.randint(1, 255)
    return files | {name: bytes(data)}


def without_a_byte(draw: random.Random, files: Files) -> Files:
    name = draw.choice(sorted(files))
    at = draw.randrange(len(files[name]))
    return files | {name: files[name][:at] + files[name][at + 1 :]}


def without_lines(draw: random.Random, files: Files) -> Files:
    name, lines = some_lines(draw, files)
    first = draw.randrange(len(lines))
    return files | {name: b"".join([*lines[:first], *lines[first + draw.randint(1, 5) :]])}


def with_a_line_again(draw: random.Random, files: Files) -> Files:
    name, lines = some_lines(draw, files)
    lines.insert(draw.randint(0, len(lines)), draw.choice(lines))
    return files | {name: b"".join(lines)}


def with_two_lines_swapped(draw: random.Random, files: Files) -> Files:
    name, lines = some_lines(draw, files)
    one, other = draw.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return files | {name: b"".join(lines)}


def with_a_forged_line(draw: random.Random, files: Files) -> Files:
    """One of our lines in every way but the key."""
    name, lines = some_lines(draw, files)
    at = draw.randrange(len(lines))
    line = parsed(lines[at].rstrip(b"\n"))
    assert line is not None
    forged = type(line)(line.number, drawn(draw, line.entry.moment), draw.randbytes(32)).as_bytes() + b"\n"
    kept = lines[at + draw.randint(0, 1) :]  # beside the true one, or in its place
    return files | {name: b"".join([*lines[:at], forged, *kept])}


def cut_short(draw: random.Random, files: Files) -> Files:
    """From any byte of any month on, this month's or all that follows is gone."""
    name = draw.choice(sorted(files))
    cut = files[name][: draw.randrange(len(files[name]))]
    later = {each for each in files if each > name} if draw.random() < 0.5 else set()
    return {each: data for each, data in (files | {name: cut}).items() if each not in later}


def with_months_swapped(draw: random.Random, files: Files) -> Files:
    one, other = draw.sample(sorted(files), 2)
    return files | {one: files[other], other: files[one]}


def without_months(draw: random.Random, files: Files) -> Files:
    gone = draw.sample(sorted(files), draw.randint(1, len(files)))
    return {name: data for name, data in files.items() if name not in gone}


def with_another_end(draw: random.Random, files: Files) -> Files:
    name = draw.choice(sorted(files))
    end = draw.choice([b"\n", b"\r\n", b"\0", b" ", b"{}\n", draw.randbytes(draw.randint(1, 40))])
    cut = draw.choice([files[name], files[name][:-1]])
    return files | {name: cut + end} if cut + end != files[name] else files | {name: cut}


def an_older_copy(draw: random.Random, files: Files) -> Files:
    """The whole log as it was at any commit before the last."""
    lines = [(name, line) for name in sorted(files) for line in files[name].splitlines(keepends=True)]
    older: Files = {}
    for name, line in lines[: draw.randrange(len(lines))]:
        older[name] = older.get(name, b"") + line
    return older


def with_windows_line_ends(draw: random.Random, files: Files) -> Files:
    name = draw.choice(sorted(files))
    return files | {name: files[name].replace(b"\n", b"\r\n")}


def written_anew(draw: random.Random, files: Files) -> Files:
    """By somebody with another key, from any line of any month on."""
    name, lines = some_lines(draw, files)
    first = draw.randrange(len(lines))
    anew = []
    for data in lines[first:]:
        line = parsed(data.rstrip(b"\n"))
        assert line is not None
        anew.append(type(line)(line.number, line.entry, draw.randbytes(32)).as_bytes() + b"\n")
    return files | {name: b"".join([*lines[:first], *anew])}


ALTERATIONS: tuple[Alteration, ...] = (
    changed_bit,
    changed_byte,
    without_a_byte,
    without_lines,
    with_a_line_again,
    with_two_lines_swapped,
    with_a_forged_line,
    cut_short,
    with_months_swapped,
    without_months,
    with_another_end,
    an_older_copy,
    with_windows_line_ends,
    written_anew,
)


def some_lines(draw: random.Random, files: Files) -> tuple[str, list[bytes]]:
    name = draw.choice(sorted(files))
    return name, files[name].splitlines(keepends=True)


def put(folder: Path, now: Mapping[str, bytes], files: Mapping[str, bytes]) -> None:
    """Make the folder, which holds `now`, hold the files."""
    for name in now.keys() - files.keys():
        (folder / name).unlink()
    for name, data in files.items():
        if now.get(name) != data:
            (folder / name).write_bytes(data)


def test_every_alteration_of_a_log_is_found(
    tmp_path: Path, figure: Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Most lines are the same each time, and what a line says depends on its bytes alone.
    monkeypatch.setattr("vault.audit_log.parsed", functools.cache(parsed))
    files = written(tmp_path)
    log, draw = AuditLog(tmp_path, KEY), random.Random(2026)  # noqa: S311
    printed = log.head()
    assert log.verify([printed]).holds
    assert log.verify().entries == ENTRIES
    unfound, many = [], amount(1_000, 10_000)
    for number in range(many):
        alter = ALTERATIONS[number % len(ALTERATIONS)]
        altered = alter(draw, files)
        assert altered != files, alter.__name__
        put(tmp_path / "log", files, altered)
        if log.verify([printed]).holds:
            unfound.append(alter.__name__)
        put(tmp_path / "log", altered, files)
    assert unfound == []
    assert log.verify([printed]).holds
    figure(
        "M10", f"{many:,} alterations of a log of {ENTRIES:,} entries, in {len(ALTERATIONS)} ways: all found"
    )

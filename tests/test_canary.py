"""The scanner finds what was planted: a clean scan would prove nothing otherwise."""

import base64
import gzip
import json
import pickle
import sqlite3
import textwrap
import zipfile
import zlib
from contextlib import closing
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pandas as pd
import pyarrow as pa
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from tests.canary import Leak, find_canaries
from vault.scanning.containers import UNREADABLE

NAME = "Zoë Marchbanks-Ofori"
OTHER = "Padraig Wintergreen"
FILLER = b"The register was taken at nine. " * 40
CLASSMATES = [f"Pupil {number * 7919 % 1000}" for number in range(500)]
WRAPPED = base64.encodebytes(FILLER + NAME.encode())


def in_zip(data: bytes) -> bytes:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("list.json", data)
    return archive.getvalue()


def in_arrow(name: str, compression: str | None) -> bytes:
    sink = pa.BufferOutputStream()
    table = pa.table({"name": [*CLASSMATES, name]})
    with pa.ipc.new_file(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression=compression)) as file:
        file.write_table(table)
    return sink.getvalue().to_pybytes()


def in_parquet(name: str) -> bytes:
    sink = BytesIO()
    table = pa.table({"name": [*CLASSMATES, name]})
    parquet.write_table(table, sink, compression="zstd", use_dictionary=False, write_statistics=False)
    return sink.getvalue()


def in_pdf(name: str) -> bytes:
    return typst.compile(f"= A report\n{name}".encode(), format="pdf")


def prefect_result(name: str) -> bytes:
    """As Prefect keeps a result: a pickle, in base64, wrapped, in JSON."""
    pickled = base64.encodebytes(pickle.dumps(pd.DataFrame({"name": ["x" * 50, name]})))
    return json.dumps({"result": pickled.decode()}).encode()


PLANTED = {
    "utf-8": NAME.encode(),
    "another case": NAME.upper().encode(),
    "taken apart accents": b"Zoe\xcc\x88 Marchbanks-Ofori",
    "utf-16-le": NAME.encode("utf-16-le"),
    "utf-16-be": NAME.encode("utf-16-be"),
    "utf-32": NAME.encode("utf-32-le"),
    "latin-1": NAME.encode("latin-1"),
    "json escapes": json.dumps({"name": NAME}).encode(),
    "json in json": json.dumps(json.dumps({"name": NAME})).encode(),
    "python escapes": repr(NAME.encode()).encode() + ascii(NAME).encode(),
    "percent": quote(f"/people/{NAME}").encode(),
    "xml": NAME.encode("ascii", "xmlcharrefreplace"),
    "hexadecimal": NAME.encode().hex().upper().encode(),
    "base64": base64.b64encode(FILLER + NAME.encode()),
    "base64, one on": base64.b64encode(b"1" + FILLER + NAME.encode()),
    "base64, two on": base64.b64encode(b"12" + FILLER + NAME.encode()),
    "base64, url-safe": base64.urlsafe_b64encode(b"\xff\xfe" * 30 + NAME.encode()),
    "base64, wrapped": WRAPPED,
    "base64, indented": textwrap.indent(WRAPPED.decode(), "    ").encode(),
    "base64, after a header": b"Content-Transfer-Encoding: base64\r\n\r\n" + WRAPPED,
    "base64 of gzip": base64.b64encode(gzip.compress(FILLER + NAME.encode())),
    "base64 of parquet": base64.b64encode(in_parquet(NAME)),
    "prefect result": prefect_result(NAME),
    "pickle": pickle.dumps({"name": NAME}),
    "pickle, protocol 0": pickle.dumps({"name": NAME}, protocol=0),
    "pickle of an array": pickle.dumps(pd.Series([NAME]).to_numpy(dtype="U40")),
    "gzip": gzip.compress(FILLER + NAME.encode()),
    "gzip of gzip": gzip.compress(gzip.compress(FILLER + NAME.encode())),
    "zlib in the middle": FILLER + zlib.compress(FILLER + NAME.encode()) + FILLER,
    "zip": in_zip(FILLER + NAME.encode()),
    "zip cut short": in_zip(FILLER + NAME.encode())[:-40],
    "zip of gzip": in_zip(gzip.compress(NAME.encode())),
    "parquet": in_parquet(NAME),
    "arrow": in_arrow(NAME, None),
    "arrow, compressed": in_arrow(NAME, "zstd"),
    "pdf": in_pdf(NAME),
}


@pytest.mark.parametrize("way", PLANTED)
def test_a_planted_name_is_found(way: str, tmp_path: Path) -> None:
    (tmp_path / "0c1e.bin").write_bytes(PLANTED[way])
    leaks = find_canaries([tmp_path], [OTHER, NAME])
    assert {(leak.path, leak.canary) for leak in leaks} == {(str(tmp_path / "0c1e.bin"), NAME)}


def test_only_what_is_there_is_found(tmp_path: Path) -> None:
    for number, planted in enumerate(PLANTED.values()):
        (tmp_path / f"{number}").write_bytes(planted)
    assert find_canaries([tmp_path], ["Siobhan Quillfeather", "Tomasz Bielawski"]) == []


def test_the_compressed_ways_hide_the_plain_text() -> None:
    for way in ("gzip", "parquet", "arrow, compressed", "zip", "pdf", "base64", "prefect result"):
        assert NAME.encode() not in PLANTED[way]


def test_a_row_in_the_write_ahead_log_is_found(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "prefect.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE log (message TEXT)")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("INSERT INTO log VALUES (?)", [f"{NAME} was not found"])
        leaks = find_canaries(tmp_path, [NAME])
    assert {(Path(leak.path).name, leak.encoding) for leak in leaks} == {
        ("prefect.db", "sqlite > utf-8"),
        ("prefect.db-wal", "utf-8"),
    }


def test_a_deleted_row_is_found_in_the_freed_page(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "prefect.db", isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("CREATE TABLE log (message TEXT)")
        database.execute("INSERT INTO log VALUES (?)", [NAME])
        database.execute("DELETE FROM log")
    assert [leak.encoding for leak in find_canaries(tmp_path, [NAME])] == ["utf-8"]


def test_a_long_text_that_a_database_spreads_over_pages_is_found(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "prefect.db", isolation_level=None)) as database:
        database.execute("PRAGMA page_size = 512")
        database.execute("CREATE TABLE log (message BLOB)")
        database.execute("INSERT INTO log VALUES (?)", [" ".join([NAME] * 200)])
    assert "sqlite > utf-8" in {leak.encoding for leak in find_canaries(tmp_path, [NAME])}


def test_a_file_name_is_found(tmp_path: Path) -> None:
    (tmp_path / "padraig wintergreen").mkdir()
    leaks = find_canaries([tmp_path], [OTHER])
    assert [leak.encoding for leak in leaks] == ["name > utf-8"]


def test_text_and_bytes_are_sources_too() -> None:
    leaks = find_canaries([f"Traceback: {NAME}", NAME.encode("utf-16-le")], [NAME])
    assert {leak[::2] for leak in leaks} == {
        ("text", "utf-8"),
        ("bytes", "utf-16 or utf-32"),
    }


def test_what_is_not_there_cannot_be_clean(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        find_canaries([tmp_path / "gone"], [NAME])


@pytest.mark.parametrize("canaries", [[], ["Ann"]])
def test_canaries_that_could_not_be_found_are_refused(canaries: list[str]) -> None:
    with pytest.raises(ValueError, match="canary"):
        find_canaries([b"Ann"], canaries)


def leaks_of(data: bytes) -> list[Leak] | None:
    """None for bytes that begin like a container and are none: what cannot be read is raised."""
    try:
        return find_canaries([data], [NAME])
    except UNREADABLE:
        return None


@settings(deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=300), st.integers(0, 3))
def test_a_name_between_any_bytes_is_never_passed_over(before: bytes, after: bytes, wrapping: int) -> None:
    data = before + NAME.encode() + after
    wrap = [bytes, base64.b64encode, gzip.compress, in_zip][wrapping]
    assert leaks_of(wrap(data)) != []


@settings(deadline=None)
@given(st.binary(max_size=2000))
def test_nothing_is_found_in_any_bytes_and_only_a_broken_container_is_refused(data: bytes) -> None:
    starts = [b"", b"\xff\xff\xff\xff", b"%PDF-1.7", b"PK\x03\x04", b"\x1f\x8b\x08"]
    assert all(not leaks_of(start + data) for start in starts)

"""The tables that cross a border between packages, as Arrow schemas.

Text columns are never null: an empty string means "not known". Dates are null when not known.
A function that returns a table names its schema.
"""

from typing import Any

import pyarrow as pa


def _required(name: str, kind: pa.DataType) -> "pa.Field[Any]":
    return pa.field(name, kind, nullable=False)


def _text(*names: str) -> "list[pa.Field[Any]]":
    return [_required(name, pa.string()) for name in names]


ACCOUNTS = pa.schema(
    [
        *_text("submission_id"),
        _required("account_id", pa.int32()),
        *_text("platform", "relation", "display_name", "handle", "profile_url", "email"),
        pa.field("since", pa.date32()),
    ]
)
"""One row an account listed in an export that has something to compare: a name, a handle or an e-mail.
`account_id` counts from 0 within a submission; `relation` is a `Relation`."""

PEOPLE = pa.schema(
    [
        *_text("person_id", "kind", "source", "source_id"),
        _required("source_row", pa.int32()),
        *_text("title", "email", "upn", "former_upn", "date_of_birth", "year_group", "status", "staff_mark"),
        pa.field("starts", pa.date32()),
        pa.field("ends", pa.date32()),
    ]
)
"""One row a pupil or parent/carer. `kind` is a `Kind`. `upn`, `former_upn`, `date_of_birth`, `year_group`
and `status` are the cells as written: they serve the expectations and are dropped before anything is kept.
`staff_mark` is what the source says of a parent/carer who is also staff: an id, a name, or "yes"."""

NAMES = pa.schema(_text("person_id", "name_kind", "forename", "middle", "surname", "full_name"))
"""One row a name of a person; `name_kind` is a `NameKind`. Only `full_name` is known where a source
gives a name in one cell that cannot be taken apart. `full_name` is the name as the source writes it."""

LINKS = pa.schema(_text("child_id", "adult_id", "relationship", "responsibility", "priority", "restricted"))
"""Which adult belongs to which child; an id that is not in PEOPLE is of somebody the source does not list.
`relationship` is the source's own word or code; `responsibility` is a `Responsibility`; `priority` is the
cell as written, dropped before anything is kept; `restricted` is "yes" where a court order or “no contact”
is recorded."""

CONTACT_KEYS = pa.schema(_text("person_id", "kind", "key"))
"""What tells two namesakes apart, as digests under a key that lives as long as the process: `kind` is email,
phone or address. Never kept."""

OBSERVATIONS = pa.schema([*_text("source"), _required("source_row", pa.int32()), *_text("what")])
"""One row something a roster connector noticed; `what` is an `Observed`, row 0 is the file as a whole."""

STAFF = pa.schema(
    [
        *_text("staff_ref", "person_mark", "forename", "known_as", "surname", "former_surname"),
        *_text("email", "role"),
        pa.field("starts", pa.date32()),
        pa.field("ends", pa.date32()),
        _required("handles", pa.list_(pa.string())),
    ]
)
"""One row a member of staff; `handles` are their own accounts, as `platform:handle` or a bare handle.
`person_mark` is the number that the school's own system gives to a person, whatever they are there."""

DECLARATIONS = pa.schema(
    [
        *_text("staff_ref", "person_name", "roster_id", "reason", "agreed_by"),
        pa.field("agreed_on", pa.date32()),
        pa.field("review_on", pa.date32()),
    ]
)
"""Relationships the school knows of. Either `roster_id` or `person_name` says whom."""

EVIDENCE = pa.struct([_required("sentence", pa.string()), _required("bits", pa.float64())])
"""One line of evidence: a sentence for a lay reader and its weight in bits (log2 odds)."""

MATCHES = pa.schema(
    [
        *_text("submission_id"),
        _required("account_id", pa.int32()),
        *_text("person_id", "name_kind"),
        _required("weight", pa.float64()),
        _required("probability", pa.float64()),
        *_text("band"),
        _required("evidence", pa.list_(EVIDENCE)),
    ]
)
"""One row an account and a roster person it may be. `weight` is in bits and equals the sum of its
evidence's bits, each rounded to two decimals; `name_kind` says which of the person's names agreed."""

FINDINGS = pa.schema(
    [
        *_text("finding_id", "submission_id"),
        _required("account_id", pa.int32()),
        *_text("person_id"),
        _required("weight", pa.float64()),
        _required("probability", pa.float64()),
        *_text("band", "verdict", "rule"),
        _required("evidence", pa.list_(EVIDENCE)),
    ]
)
"""A match with the policy's verdict. `rule` is the name of the rule that decided."""

LISTS = pa.schema(
    [
        *_text("submission_id", "platform", "layout", "relation"),
        *(
            _required(name, pa.int32())
            for name in ("entries", "with_display_name", "handle_only", "not_comparable", "unreadable")
        ),
    ]
)
"""One row a list of people found in an export. `entries` counts every record and equals the sum of the
four counts after it."""

OUTCOMES = pa.schema(_text("submission_id", "staff_ref", "outcome", "code"))
"""One row a member of staff: how checking them ended; `code` names the error where there was one."""

CHECKS = pa.schema(
    [
        *_text("suite", "expectation", "column", "severity"),
        _required("ok", pa.bool_()),
        _required("raised", pa.bool_()),
        _required("rows", pa.int32()),
    ]
)
"""One row an expectation of a suite that was checked: no value of anybody's, so IT may see it."""

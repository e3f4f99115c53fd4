"""Microsoft School Data Sync (SDS) as CSV files: version 2.1, and what earlier versions sync of parents.

In 2.1 whoever is only a contact has no row in roles.csv, and relationships.csv names first the pupil and then
the adult; a contact needs an e-mail address to be in it at all. Version 2.0 has no parents. Version 1 has
them in two files of its own, which `sds_v1` reads. Sources: Microsoft's public sample sets and format pages.
"""

from collections.abc import Sequence

from connectors.rosters import sds_v1
from connectors.rosters.bundle import Member
from connectors.rosters.errors import RosterEmpty, SdsIncomplete, SdsWithoutParents
from connectors.rosters.named_files import NamedFiles
from connectors.rosters.people import Gathered
from connectors.rosters.sds_people import SCHEME, gather
from schemas.words import Observed

_IN_2_1 = {"activedirectorymatchid"}
_IN_2_0 = {"sourcedid", "orgsourcedids", "role", "grade"}
_IN_ONEROSTER = {"status", "datelastmodified", "enableduser", "agentsourcedids", "agents"}


def recognises(members: Sequence[Member]) -> bool:
    """Whether the files are those of School Data Sync, and not OneRoster's, which have names in common."""
    files = NamedFiles(members, "sds_columns")
    if sds_v1.recognises(files):
        return True
    if "users.csv" not in files or "manifest.csv" in files:
        return False
    headings = files.headings("users.csv")
    return bool(
        ("relationships.csv" in files and "sourcedid" in headings)
        or _IN_2_1 & headings
        or (headings >= _IN_2_0 and not _IN_ONEROSTER & headings)
    )


def read(members: Sequence[Member]) -> Gathered:
    """What the files say.

    Raises SdsWithoutParents where no contacts were synced and SdsIncomplete where nobody has a role.
    """
    files = NamedFiles(members, "sds_columns")
    if sds_v1.recognises(files):
        return sds_v1.read(members)
    users, roles = files.table("users.csv"), files.table("roles.csv")
    relationships = files.table("relationships.csv")
    if not users.rows:
        raise RosterEmpty
    if not relationships.rows:
        raise SdsWithoutParents
    if not roles.rows:
        raise SdsIncomplete("roles.csv is missing or empty")
    said = Gathered("sds-2.1", scheme=SCHEME)
    said.columns_kept = tuple(dict.fromkeys([*users.kept, *relationships.kept]))
    said.columns_dropped = users.dropped
    for row in users.ragged:
        said.observe(Observed.RAGGED_ROW, row)
    demographics = files.table("demographics.csv").rows
    born = {key: row.get("birthDate", "") for _, row in demographics if (key := row.get("userSourcedId"))}
    gather(said, users.rows, roles.rows, relationships.rows, born)
    return said

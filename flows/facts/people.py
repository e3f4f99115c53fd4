"""How the people of an audit are shown to the DSL."""

from collections import defaultdict

import pyarrow as pa

from reports.overview_facts import RosterSide
from schemas.words import Kind, NameKind


def roster_sides(people: pa.Table, names: pa.Table, links: pa.Table) -> dict[str, RosterSide]:
    """Each person on the roster as the DSL knows them: by legal name, adults with their children."""
    name_of = _main_names(names)
    family: dict[str, set[str]] = defaultdict(set)
    for link in links.to_pylist():
        family[link["adult_id"]].add(name_of.get(link["child_id"], ""))
    return {
        person["person_id"]: RosterSide(
            name_of.get(person["person_id"], ""), Kind(person["kind"]), _of(family[person["person_id"]])
        )
        for person in people.select(["person_id", "kind"]).to_pylist()
    }


def staff_names(staff: pa.Table) -> dict[str, str]:
    """Each staff member's name by staff reference."""
    return {row["staff_ref"]: f"{row['forename']} {row['surname']}".strip() for row in staff.to_pylist()}


def _main_names(names: pa.Table) -> dict[str, str]:
    """The legal name of each person, or the first there is."""
    shown: dict[str, str] = {}
    for row in names.to_pylist():
        name = " ".join(filter(None, (row["forename"], row["surname"]))) or row["full_name"]
        if row["name_kind"] == NameKind.LEGAL:
            shown[row["person_id"]] = name
        else:
            shown.setdefault(row["person_id"], name)
    return shown


def _of(children: set[str]) -> str:
    return f"of {', '.join(sorted(children))}" if children else ""

"""What the suites over people who are kept look up, under the keys they name. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import pandas as pd

from expectations import births, doubles, households, roster_ids

Held: TypeAlias = "dict[str, pd.Series[Any]]"


@dataclass(frozen=True, slots=True)
class Kept:
    """The frames of people who are kept, their names and links, and how they can be reached.

    `pupils` have the day they were `born`; `main_names` and `main_surnames` are words by person id.
    """

    pupils: pd.DataFrame
    adults: pd.DataFrame
    names: pd.DataFrame
    links: pd.DataFrame
    contact_keys: pd.DataFrame
    main_names: "pd.Series[Any]"
    main_surnames: "pd.Series[Any]"


def for_pupils(kept: Kept, today: date) -> Held:
    """What `pupils_suite` looks up."""
    pupils, links = kept.pupils, kept.links
    return {
        "with_both_names": roster_ids.with_both_names(kept.names),
        "with_adults": links["child_id"],
        "listed_twice": doubles.listed_twice(pupils, kept.main_names),
        "shared_source_ids": doubles.shared_source_ids(pupils),
        "shared_upns": doubles.shared_upns(pupils),
        "without_upn": roster_ids.without_upn(pupils),
        "unread_birth_dates": births.unread(pupils),
        "crowded_birthdays": births.crowded(pupils),
        "out_of_their_year": births.out_of_their_year(pupils, today),
        "without_first_contact": households.without_first_contact(links),
        "several_first_contacts": households.with_several_first_contacts(links),
    }


def for_adults(kept: Kept) -> Held:
    """What `parents_carers_suite` looks up."""
    of_adults = (kept.adults, kept.main_names, kept.links, kept.contact_keys)
    return {
        "named_in_full": roster_ids.named_in_full(kept.names),
        "with_too_many_children": roster_ids.with_too_many_children(kept.links),
        "of_several_households": households.of_several_households(
            kept.links, kept.main_surnames, kept.contact_keys
        ),
        "same_adults": doubles.same_adults(*of_adults),
        "kept_apart": doubles.kept_apart(*of_adults),
    }


def for_everybody(kept: Kept) -> Held:
    """What `roster_suite` looks up."""
    return {
        "surnamed": roster_ids.surnamed(kept.names),
        "shared_emails": households.shared_emails(pd.concat([kept.pupils, kept.adults]), kept.links),
    }

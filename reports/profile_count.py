"""How many people tell personal details on their own pages, in words that point at nobody."""

from reports.overview_facts import ProfileCheck
from reports.wording import FEW, few, number, share

LOOKED_FOR = "where they work, a phone number, an e-mail address, a town or a birthday"


def profile_sentence(profiles: ProfileCheck) -> str:
    """What the reader may know. Of fewer than five people no number is given, not even none."""
    if not profiles.looked_at:
        return (
            f"Nothing that staff say about themselves could be looked at for {LOOKED_FOR}: it is not known."
        )
    people, found = profile_cells(profiles)
    looked = (
        f"What {people.lower()} people say about themselves on their pages was looked at for {LOOKED_FOR}."
    )
    return (
        f"{looked} People with something of the kind: {found}. Who they are stands only in their own reports."
    )


def profile_cells(profiles: ProfileCheck) -> tuple[str, str]:
    """How many people were looked at, and how many of them tell something."""
    match profiles.looked_at:
        case 0:
            return "0", "not known"
        case count if count < FEW:
            return few(count), "not given, because a number out of so few would point at somebody"
        case count:
            return number(count), share(profiles.with_details, count)

"""A contact as a report prints it."""

from reports.plain_text import shown
from reports.staff_facts import Contact
from reports.wording import list_title, platform_title, short_day


def as_listed(contact: Contact, *, own: bool) -> dict[str, str]:
    """The contact as it stands in the export, made safe to print; `changed` says how print differs from it.

    `own` when the reader is the person whose list it is.
    """
    name, handle = shown(contact.display_name), shown(contact.handle)
    changed = {
        "unusual characters": name.unusual or handle.unusual,
        "shortened": name.shortened or handle.shortened,
    }
    return {
        "name": name.text or handle.text or "(no name)",
        "handle": handle.text if name.text else "",
        "changed": ", ".join(how for how, holds in changed.items() if holds),
        "platform": platform_title(contact.platform),
        "list": list_title(contact.platform, contact.relation, own=own),
        "since": short_day(contact.since),
    }

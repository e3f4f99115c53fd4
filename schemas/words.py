"""The words of the field, each with one meaning everywhere, down to the column."""

from enum import StrEnum


class Relation(StrEnum):
    """How an account stands to the person whose export lists it."""

    FRIEND = "friend"
    """Mutual: a Facebook friend, a LinkedIn connection, a Snapchat friend."""
    FOLLOWER = "follower"
    FOLLOWING = "following"
    REQUEST_RECEIVED = "request_received"
    REQUEST_SENT = "request_sent"
    CONTACT = "contact"
    """A line of an address book: for information, not an online friendship."""


class Kind(StrEnum):
    """Who a person on the roster is to the setting."""

    PUPIL = "pupil"
    PARENT_CARER = "parent_carer"


class NameKind(StrEnum):
    """Which of a person's names a row of NAMES holds."""

    LEGAL = "legal"
    PREFERRED = "preferred"
    KNOWN_AS = "known_as"
    FORMER = "former"
    PART = "part"
    """One part of a double-barrelled surname, with the forenames it belongs to."""


class Responsibility(StrEnum):
    """Parental responsibility. "Not recorded" is not "no"."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Band(StrEnum):
    """How strong the evidence is. A cap may lower a band; it never alters the probability."""

    STRONG = "strong"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class Verdict(StrEnum):
    """What the policy asks of a person about a match; never what a person did."""

    TO_CHECK = "to_check"
    DECLARED = "declared"
    FOR_INFORMATION = "for_information"
    OUT_OF_SCOPE = "out_of_scope"


class Outcome(StrEnum):
    """How checking one member of staff ended. The three must never look alike."""

    CHECKED = "checked"
    COULD_NOT_BE_CHECKED = "could_not_be_checked"
    NOT_HANDED_IN = "not_handed_in"


class Severity(StrEnum):
    """What a failed expectation means for the run."""

    CRITICAL = "critical"
    """The table is refused."""
    WARNING = "warning"
    """The rows it names are set aside, or, where the person can still be named, reported."""
    INFO = "info"
    """Counted."""

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


class Phase(StrEnum):
    """How old the children of a setting are."""

    NURSERY = "nursery"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    ALL = "all"
    """All-through, special, or not said."""


class Observed(StrEnum):
    """What a roster connector noticed about a row, a heading or a file. An expectation says what it means."""

    NO_CHILD = "no_child"
    """No child is named in the row."""
    NOBODY = "nobody"
    """A name cell holds no name."""
    NO_KIND = "no_kind"
    """Not said whether child or adult."""
    NO_PARENT = "no_parent"
    """A professional or an organisation, by the relationship or the kind of row."""
    NO_RESPONSIBILITY = "no_responsibility"
    """A relative or other contact without parental responsibility."""
    UNKNOWN_RELATIONSHIP = "unknown_relationship"
    UNKNOWN_CHILD = "unknown_child"
    """The child a row refers to is not in the list."""
    PUPIL_AS_CONTACT = "pupil_as_contact"
    """“Self”, or a link between two children."""
    STAFF_AS_CONTACT = "staff_as_contact"
    """A link between a child and a member of staff."""
    SHARED_CELL = "shared_cell"
    """Several people in one cell, taken apart."""
    REPEATED_LINK = "repeated_link"
    UNREAD_DATE = "unread_date"
    """A first or last day that is no date."""
    RAGGED_ROW = "ragged_row"
    """More or fewer cells than the header."""
    REPEATED_HEADING = "repeated_heading"
    UNKNOWN_HEADING = "unknown_heading"
    HIDDEN = "hidden"
    """A hidden row, or (row 0) a hidden sheet."""
    STRUCK_THROUGH = "struck_through"
    LEFT = "left"
    """Marked as a leaver."""


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


class Reader(StrEnum):
    """Whose key opens something that is kept."""

    SERVICE = "service"
    """The account that audits run under: what the next run needs, and no more."""
    DSL = "dsl"
    SECOND_REVIEWER = "second-reviewer"
    """Who reviews what concerns the DSL's own accounts."""
    BREAK_GLASS = "break-glass"
    """The printed key, sealed in an envelope."""


class Decision(StrEnum):
    """What a person said of a finding. Nothing is a decision until a person makes it."""

    SAME_PERSON = "same_person"
    NOT_THE_SAME = "not_the_same"
    DECLARED = "declared"
    """The school knows of the relationship and has agreed to it."""
    ASK = "ask"
    """The member of staff is to be asked."""
    HAND_OVER = "hand_over"
    """To the second reviewer, the head, the chair of governors or the local authority."""


class Answer(StrEnum):
    """What a member of staff said to taking part. Declining needs no reason and is never told by name."""

    YES = "yes"
    NOTHING_TO_SUBMIT = "nothing_to_submit"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"


class Change(StrEnum):
    """How a finding stands to the audit before."""

    NEW = "new"
    CHANGED = "changed"
    """Asked about before, and there is evidence now that there was not then."""
    KNOWN = "known"
    GONE = "gone"

"""What can be checked on each platform, said by its own module, so that no table can say otherwise."""

from dataclasses import dataclass
from enum import StrEnum


class Medium(StrEnum):
    """A kind of social media, the ones that a staff policy names first."""

    FACEBOOK = "Facebook"
    TWITTER = "Twitter/X"
    YOUTUBE = "YouTube"
    LINKEDIN = "LinkedIn"
    BLOGS = "Blogs"
    MICRO_BLOGGING = "Micro-blogging"
    REVIEWS = "Reviews"
    VOTES = "Votes"
    FORUMS = "Forums"
    PERSONAL_PROFILES = "Other personal profiles"
    FILE_SHARING = "Photo and file sharing"
    MESSAGING = "Messaging"
    ADDRESS_BOOKS = "Address books"
    ANY = "Any other platform"
    """What can be handed in of whatever platform."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a school should know of one platform, in plain sentences for staff.

    `checked` says which lists are read and by what a person is compared. `unchecked` says what is not, and
    why. `instead` says what the member of staff can do about that. `confirmed` is false where no genuine
    export and no public parser stands behind what we read. `never_exported` names the lists, in the plural,
    that the platform keeps to itself, so that every reading of it says so. `lists_are` says where its lists
    are found, if not in its archive.
    """

    media: tuple[Medium, ...]
    checked: str
    unchecked: str
    instead: str
    confirmed: bool = True
    never_exported: tuple[str, ...] = ()
    lists_are: str = ""

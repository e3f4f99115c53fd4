"""The setting's own words, as every report uses them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """Its name, what it calls itself and those in its care, and whom a reader may turn to, in words.

    `ask` is the first person to turn to, `ask_instead` the one for anything that concerns that person, and
    `complain_to` whoever hears complaints.
    """

    name: str
    kind: str = "school"
    children: str = "pupils"
    ask: str = "the designated safeguarding lead"
    ask_instead: str = "the second reviewer"
    complain_to: str = "the head"

"""The reminder: the same words for everybody who has not answered, on a page to print and in an e-mail.

The words are `templates/reminder.txt`. Nothing in them is about whoever reads them: no name, no salutation,
and nothing of whether they came before.
"""

import textwrap
from dataclasses import dataclass
from datetime import date

from reports.plain_text import shown
from reports.setting import Setting
from reports.typeset import TEMPLATES, pdf
from reports.wording import day

WORDS = TEMPLATES / "reminder.txt"
WIDTH = 72  # characters a line, so that no mail program breaks it once more
LONGEST = 200
"""Characters of what school.toml says."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


def parts(setting: Setting, officer: str) -> tuple[Part, ...]:
    """All that is said, in its order. `officer` is whom to ask about data, in words."""
    said = {"setting": setting.name, "ask": setting.ask, "officer": officer}
    said = {name: shown(words, LONGEST).text for name, words in said.items()}
    blocks = [block.split("\n\n") for block in f"\n{WORDS.read_text(encoding='utf-8')}".split("\n# ")[1:]]
    return tuple(
        Part(heading, tuple(paragraph.strip().format_map(said) for paragraph in paragraphs))
        for heading, *paragraphs in blocks
    )


def subject(said: tuple[Part, ...]) -> str:
    """The e-mail's subject, which is the page's title too."""
    return said[0].heading


def plain_body(said: tuple[Part, ...]) -> str:
    """The e-mail's text, which ends in a line break: the same to the byte for everybody at the setting."""
    first, *others = said
    blocks = [*first.paragraphs, *(line for part in others for line in (part.heading, *part.paragraphs))]
    wrapped = (textwrap.fill(each, WIDTH, break_long_words=False, break_on_hyphens=False) for each in blocks)
    return "\n\n".join(wrapped) + "\n"


def reminder_letter(setting: Setting, said: tuple[Part, ...], on: date) -> bytes:
    """A tagged PDF of one page, to be printed as often as there are people to give it to."""
    facts = {
        "setting": setting.name,
        "on": day(on),
        "parts": [{"heading": part.heading, "paragraphs": part.paragraphs} for part in said],
    }
    return pdf("reminder_letter", facts, on)

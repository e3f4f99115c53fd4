"""The errors a reader can mend, split by who can mend them.

Each class documents itself: its docstring is the sentence the reader sees, `next_step` says what to do, and
`code` is its name for IT and for `docs/`. No error quotes a person, a file name or a cell.
"""

from typing import ClassVar


class ArmslengthError(Exception):
    """Something is not as it should be."""

    code: ClassVar[str] = "armslength"
    exit_code: ClassVar[int] = 70
    next_step: ClassVar[str] = ""
    file: int = 0
    """Which of the files given it is about, counted from 1; 0 where it is about none of them or about all."""

    def __init__(self, detail: str = "") -> None:
        """Carry `detail`: counts, positions and our own words only, never anything of a person's."""
        self.detail = detail
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """One plain sentence or two: what it is and what to do next."""
        what = " ".join((type(self).__doc__ or "").split())
        detail = f" ({self.detail})" if self.detail else ""
        return f"{what.rstrip('.')}{detail}. {self.next_step}".rstrip()


class HandedInError(ArmslengthError):
    """A file handed in is not what it should be."""

    code = "handed-in"
    exit_code = 3


class RosterError(ArmslengthError):
    """The roster cannot be used."""

    code = "roster"
    exit_code = 4


class ConfigurationError(ArmslengthError):
    """The configuration or a key is not as it should be."""

    code = "configuration"
    exit_code = 5

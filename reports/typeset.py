"""A template and its facts, set as an accessible PDF that looks the same on every machine."""

import json
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import typst

from reports.plain_text import shown, with_marks_by_number
from schemas.errors import ArmslengthError

TEMPLATES = Path(__file__).resolve().parent / "templates"

# Fonts of the machine are ignored, so only these (and the few that Typst carries) can appear in a report.
FONT_PACKAGES = ("manimgx_fonts", "noto_cjk_sans_jp_regular")

LONGEST_TEXT = 2_000  # a sentence of ours may be as long; names are cut before they come here


class ReportNotSet(ArmslengthError):
    """A report could not be set in type."""

    code = "report-not-set"
    next_step = "Run the audit again; if it comes back, tell whoever looks after Armslength."


class _Compilers(threading.local):
    """The compilers of one thread, by template: each serves one thread at a time."""

    def __init__(self) -> None:
        self.made: dict[str, typst.Compiler] = {}


_COMPILERS = _Compilers()


def pdf(template: str, facts: Mapping[str, Any], on: date) -> bytes:
    """The PDF of `templates/<template>.typ` with `facts`; the same facts give the same bytes.

    `facts` must be plain JSON data. It reaches the template as data, never as markup, so no name in it can
    be read as a command, and every text in it is made printable first, so no name can stop a report.
    `on` is the day that the document says it was made. Raises `ReportNotSet` where a template is at fault.
    """
    safe = _each_text(facts, lambda text: shown(text, LONGEST_TEXT).text)
    made = _set_if_possible(template, safe, on)
    if made is None:
        # A mark of one script on a letter of another: each has a glyph, but no font has both.
        made = _set_if_possible(template, _each_text(safe, _spelled_where_needed), on)
    if made is None:
        raise ReportNotSet
    return made


def _set_if_possible(template: str, facts: Mapping[str, Any], on: date) -> bytes | None:
    """None where Typst refuses; what it says then may quote a name, so it goes no further."""
    try:
        return set_in_type(template, facts, on)
    except typst.TypstError:
        return None


def _each_text(facts: Any, change: Callable[[str], str]) -> Any:
    match facts:
        case str():
            return change(facts)
        case Mapping():
            return {key: _each_text(value, change) for key, value in facts.items()}
        case list() | tuple():
            return [_each_text(value, change) for value in facts]
    return facts


def _spelled_where_needed(text: str) -> str:
    if text.isascii() or _set_if_possible("glyphs", {"text": text}, date(2000, 1, 1)):
        return text
    return with_marks_by_number(text)


def set_in_type(template: str, facts: Mapping[str, Any], on: date) -> bytes:
    """The PDF of the facts as they are; raises `typst.TypstError` where a character has no glyph."""
    stamp = datetime.combine(on, time(12), tzinfo=UTC)
    inputs = {"facts": json.dumps(facts), "fonts": json.dumps(families())}
    # PDF/UA-1, the standard for accessible documents; under it Typst refuses any text without a glyph.
    made = _compiler(template).compile(format="pdf", sys_inputs=inputs, pdf_standards="ua-1", timestamp=stamp)
    return cast("bytes", made)  # a PDF comes in one piece; only pictures come page by page


@lru_cache(maxsize=1)
def families() -> list[str]:
    """The families a text is set in, in the order they are tried: Latin first, emoji last."""
    carried = [name for name in _fonts().families() if name.startswith("Noto")]
    return sorted(carried, key=lambda name: (name != "Noto Sans", name == "Noto Emoji", name))


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    folders = [str(files(package)) for package in FONT_PACKAGES]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def _compiler(template: str) -> typst.Compiler:
    """A thread's compiler of a template; what it has read and laid out makes its next report faster."""
    if template not in _COMPILERS.made:
        path = TEMPLATES / f"{template}.typ"
        made = typst.Compiler(path, root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True)
        _COMPILERS.made[template] = made
    return _COMPILERS.made[template]

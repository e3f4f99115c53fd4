"""Pages as Meta writes them: one line of real UTF-8, much style, the list in `role="main"`."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape

STYLE = "".join(
    f"._a{group}-{place}{{margin:{size}px {size + 4}px;padding:{size}px;color:#{group}{size:02d}{group};"
    f"border-radius:{size}px;font-size:{size + 10}px;line-height:{size + 14}px}}"
    for group in (6, 7, 3)
    for size, place in enumerate("abcdefghijklmnopqrstuvwxyz0123456789")
)
MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    "it": ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"),
    "ja": tuple(f"{month}月" for month in range(1, 13)),
}
"""Month names are translated; the order of the parts is not."""


def text(value: str) -> str:
    """Text within a page."""
    return escape(value).replace("&#x27;", "&#039;")


def day_and_time(when: datetime, form: str, language: str = "en") -> str:
    """A date as shown. `form` fills month, day, year, hour, minute, second and half (am, pm)."""
    half = "pm" if when.hour >= 12 else "am"
    return form.format(
        month=MONTHS[language][when.month - 1],
        day=when.day,
        year=when.year,
        hour=when.hour % 12 or 12,
        minute=when.minute,
        second=when.second,
        half=half.upper() if language == "ja" else half,
    )


def page(title: str, blocks: Iterable[str], *, main: str = "div", foot: str = "") -> bytes:
    """A whole page, without a line break."""
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />'
        '<base href="../../" /><style type="text/css">'
        f"{STYLE}</style><title>{text(title)}</title></head>"
        f'<body class="_5vb_ _2yq _a7o5"><div class="clearfix _ikh"><div class="_4bl9"><div class="_li">'
        f"<div><h1>{text(title)}</h1></div></div></div>"
        f'<{main} class="_a706" role="main">{"".join(blocks)}</{main}>{foot}</div></body></html>'
    ).encode()

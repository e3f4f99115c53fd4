"""How people refer to a pair that was asked about, in documents and in commands."""

from collections.abc import Iterable


def question_number(pair: str) -> str:
    """The number of a pair, known by its fingerprint: `find-` and 12 hexadecimal digits."""
    return f"find-{pair[:12]}"


def by_number(pairs: Iterable[str]) -> dict[str, str]:
    """The pairs by their numbers."""
    return {question_number(pair): pair for pair in pairs}

"""What an error arose from."""

from collections.abc import Iterator


def arisen_from(error: BaseException | None) -> Iterator[BaseException]:
    """The error itself, the one it arose from, and so on, each once."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        seen.append(error)
        yield error
        error = error.__cause__ or error.__context__

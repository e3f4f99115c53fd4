"""Names as they are compared, folded once however often a roster repeats them."""

from connectors.rosters.written import Written, folded

Cells = tuple[str, ...]
"""The cells of a `Written`, in its order, folded."""


class FoldedNames(dict[Written, Cells]):
    """The cells of each name that was asked for, folded. They live as long as one roster is put together."""

    def __init__(self) -> None:
        super().__init__()
        self._folded = _Folded()

    def __missing__(self, written: Written) -> Cells:
        self[written] = cells = tuple(map(self._folded.__getitem__, written))
        return cells


class _Folded(dict[str, str]):
    def __missing__(self, text: str) -> str:
        self[text] = plain = folded(text)
        return plain

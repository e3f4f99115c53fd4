"""Places in a list joined where they share a key, whatever order they come in."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable

Group = list[int]
"""Places of what is one, in their order."""

Shared = Iterable[tuple[int, Hashable]]
"""Places, each with something that it may share with others; a place may come any number of times."""


class Joining:
    """Places that are joined more and more (union-find)."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def join(self, shared: Shared) -> None:
        """Join the places that share something."""
        _join(self._above, shared)

    def join_where(self, may_be_one: Callable[[list[Group]], bool], shared: Shared) -> None:
        """Join the places that share something, but for all of those that may not be one together."""
        trial = self._above.copy()
        _join(trial, shared)
        for groups in self._newly_together(trial):
            if may_be_one(groups):
                _join(self._above, ((place, None) for group in groups for place in group))

    def groups(self) -> list[Group]:
        """What is joined, by the first place of each."""
        by_top: dict[int, Group] = defaultdict(list)
        for place in range(len(self._above)):
            by_top[_top(self._above, place)].append(place)
        return list(by_top.values())

    def _newly_together(self, trial: list[int]) -> list[list[Group]]:
        """Groups of ours that are one group in `trial`."""
        tops = [(_top(self._above, place), _top(trial, place)) for place in range(len(trial))]
        changed = {new for old, new in tops if old != new}
        together: dict[int, dict[int, Group]] = defaultdict(lambda: defaultdict(list))
        for place, (old, new) in enumerate(tops):
            if new in changed:
                together[new][old].append(place)
        return [list(groups.values()) for groups in together.values()]


def one_at_most(is_firm: Callable[[int], bool]) -> Callable[[list[Group]], bool]:
    """Whether no two of some groups hold a firm place."""
    return lambda groups: sum(any(map(is_firm, group)) for group in groups) < 2


def _join(above: list[int], shared: Shared) -> None:
    seen: dict[Hashable, int] = {}
    for place, key in shared:
        other = seen.setdefault(key, place)
        if other != place:
            one, top = _top(above, other), _top(above, place)
            above[max(one, top)] = min(one, top)


def _top(above: list[int], place: int) -> int:
    while above[place] != place:
        above[place] = above[above[place]]
        place = above[place]
    return place

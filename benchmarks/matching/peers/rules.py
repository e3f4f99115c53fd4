"""nomenklatura's rules for names (logic-v2), on candidates only: it compares few pairs a second.

It has no search for long lists, so each account is compared with the CANDIDATES names most alike by
rapidfuzz's token_set_ratio, and it is given some thousand accounts.
"""

from pathlib import Path

import numpy as np
from followthemoney import EntityProxy, model  # type: ignore[import-not-found]
from nomenklatura.matching import LogicV2  # type: ignore[import-not-found]
from nomenklatura.matching.types import ScoringConfig  # type: ignore[import-not-found]
from rapidfuzz import fuzz, process

from benchmarks.matching.peers.names import command, read_lists, read_pairs, write_best, write_pairs

CANDIDATES = 5
CONFIG = ScoringConfig.defaults()


def on_lists(folder: Path, out: Path) -> None:
    """Candidates by token_set_ratio, scores by logic-v2."""
    lists = read_lists(folder)
    people = [_person(text) for text in lists.people.texts]
    rows = []
    for place, text in enumerate(lists.accounts.texts):
        account = _person(text)
        for _, _, name in process.extract(
            text, lists.people.texts, scorer=fuzz.token_set_ratio, limit=CANDIDATES, score_cutoff=50
        ):
            rows.append((place, name, _score(account, people[name])))
    write_best(lists, [np.array(column, np.float64) for column in zip(*rows, strict=True)], out)


def on_pairs(file: Path, out: Path) -> None:
    """Each pair's score."""
    write_pairs(
        [_score(_person(one), _person(other)) for one, other in zip(*read_pairs(file), strict=True)], out
    )


def _person(name: str) -> EntityProxy:
    return EntityProxy.from_dict(
        {"id": name or "-", "schema": model["Person"].name, "properties": {"name": [name.title()]}}
    )


def _score(one: EntityProxy, other: EntityProxy) -> float:
    return float(LogicV2.compare(one, other, CONFIG).score)


if __name__ == "__main__":
    command(on_lists, on_pairs)

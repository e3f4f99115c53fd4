"""The people on the roster that the accounts of staff members' lists may be: ACCOUNTS in, MATCHES out."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from math import exp2

import pyarrow as pa

from matching import columns
from matching.account import AccountText, Source, sources_of
from matching.bands import band_of
from matching.candidates import Search
from matching.explain import Line, evidence_of, name_kind_of, weight_of
from matching.posterior import bits_needed, prior_bits, probability_of, share_with_others
from matching.roster_index import RosterIndex
from matching.weighing import Weighed, weigh
from schemas.tables import EVIDENCE, MATCHES

ListKey = tuple[str, str, str]
"""Which list an account stands in: whose submission, which platform, which relation."""

HOPELESS = 0.001
"""A probability nobody is weighed for, whatever `minimum` asks."""


@dataclass(frozen=True, slots=True)
class Match:
    """One account and one person it may be."""

    person_id: str
    name_kind: str
    weight: float
    probability: float
    band: str
    evidence: list[Line]


def find_matches(accounts: pa.Table, index: RosterIndex, *, top: int = 3, minimum: float = 0.20) -> pa.Table:
    """MATCHES: for each account at most `top` people, the likeliest first, from `minimum` up.

    An account's matches depend on its own list, which sets the prior, and on the roster; never on the order
    of rows. Safe to call from several threads with one index.
    """
    lists = _by_list(accounts)
    distinct = {text for texts in lists.values() for text in texts}
    least = bits_needed(max(minimum, HOPELESS), len(index.people))
    weighed = {text: found for text in distinct if (found := _weighed(text, index, least))}
    rows: list[tuple[str, int, Match]] = []
    for (submission, _, _), texts in lists.items():
        prior = _prior(texts, weighed, index)
        for text in texts.keys() & weighed.keys():
            matches = _matches(weighed[text], prior, top, minimum)
            rows += [(submission, account, match) for account in texts[text] for match in matches]
    rows.sort(key=lambda row: (row[0], row[1], -row[2].probability, row[2].person_id))
    return _table(rows)


def _by_list(accounts: pa.Table) -> dict[ListKey, dict[AccountText, list[int]]]:
    """The accounts of each list, equal ones together."""
    lists: dict[ListKey, dict[AccountText, list[int]]] = defaultdict(lambda: defaultdict(list))
    keys = zip(
        *(accounts[name].to_pylist() for name in ("submission_id", "platform", "relation")), strict=True
    )
    texts = zip(*(accounts[name].to_pylist() for name in AccountText._fields), strict=True)
    for key, text, account in zip(keys, texts, accounts["account_id"].to_pylist(), strict=True):
        lists[key][AccountText(*text)].append(int(account or 0))
    return lists


def _weighed(text: AccountText, index: RosterIndex, least: float) -> tuple[Weighed, ...]:
    """Everybody the account may be, weighed by what its names say; a candidate promises `least` bits."""
    sources = sources_of(text)
    email = text.email.strip().lower()
    found = _candidates(sources, index, least)
    if email in index.by_email:
        found.add(index.by_email[email])
    return tuple(weigh(index.people[place], sources, email, index.comparer) for place in sorted(found))


def _candidates(sources: tuple[Source, ...], index: RosterIndex, least: float) -> set[int]:
    """The people that any source names; a handle is searched by its letters only where none names anybody."""
    words = [source.name.words + source.name.also for source in sources]
    search = Search(index, chain.from_iterable(words), least)
    found = set().union(*map(search.named_by, words))
    if not found:
        found = set().union(*(search.run_together(one.unbroken) for one in sources if one.unbroken))
    if not found and len(words) > 1:
        found = search.named_by(words[0] + words[1])
    return found or set().union(*map(search.named_by_one_word, words))


def _prior(
    texts: dict[AccountText, list[int]], weighed: dict[AccountText, tuple[Weighed, ...]], index: RosterIndex
) -> float:
    evidence = [sum(exp2(one.bits) for one in weighed[text]) for text in texts.keys() & weighed.keys()]
    return prior_bits(len(index.people), evidence, len(texts))


def _matches(weighed: tuple[Weighed, ...], prior: float, top: int, minimum: float) -> list[Match]:
    weights = [prior + one.bits for one in weighed]
    found = [
        _match(one, prior, weights[:place] + weights[place + 1 :])
        for place, one in enumerate(weighed)
        if probability_of(weights[place]) >= minimum
    ]
    likely = [match for match in found if match.probability >= minimum]
    return sorted(likely, key=lambda match: (-match.probability, match.person_id))[:top]


def _match(weighed: Weighed, prior: float, others: list[float]) -> Match:
    alike = sum(1 for other in others if other > prior + weighed.bits - 3)
    lines = evidence_of(weighed, prior, share_with_others(others), alike)
    weight = weight_of(lines)
    probability = probability_of(weight)
    band = band_of(probability, weighed.cap)
    return Match(weighed.person.person_id, name_kind_of(weighed), weight, probability, band, lines)


def _table(rows: list[tuple[str, int, Match]]) -> pa.Table:
    matches = [match for _, _, match in rows]
    return pa.Table.from_arrays(
        [
            columns.text([submission for submission, _, _ in rows]),
            columns.whole_numbers([account for _, account, _ in rows]),
            columns.text([match.person_id for match in matches]),
            columns.text([match.name_kind for match in matches]),
            columns.numbers([match.weight for match in matches]),
            columns.numbers([match.probability for match in matches]),
            columns.text([match.band for match in matches]),
            _evidence_column([match.evidence for match in matches]),
        ],
        schema=MATCHES,
    )


def _evidence_column(evidence: list[list[Line]]) -> columns.Column:
    lines = list(_flat(evidence))
    fields = [columns.text([line.sentence for line in lines]), columns.numbers([line.bits for line in lines])]
    kind = MATCHES.field("evidence").type
    return columns.lists([len(one) for one in evidence], kind, columns.records(EVIDENCE, fields))


def _flat(evidence: list[list[Line]]) -> Iterator[Line]:
    for lines in evidence:
        yield from lines

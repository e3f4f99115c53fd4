"""The people on the roster that the accounts of staff members' lists may be: ACCOUNTS in, MATCHES out."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from matching.accounts import MOST_SOURCES, Accounts, accounts_of
from matching.arrays import NONE, Floats, Ints, distinct, groups_of, places_of, total_of_each
from matching.bands import bands_of
from matching.beliefs import bits_needed, prior_bits, probability_of, shared_with_others, shares_of_lists
from matching.evidence import Teller
from matching.merging import Merged, independent_signal, is_full, merged, name_kinds, together_bits
from matching.readings import Lookup, Pairs, lookup_of
from matching.reference import bits, weights
from matching.remarks import Remark, Remarks, remarks_of
from matching.results import Told, evidence_column, matches_of
from matching.roster import RosterIndex
from matching.search import Search
from matching.spans import Shown, SpanFinder, Spans
from matching.support import Words, support_of
from matching.weighing import lay
from schemas.tables import MATCHES

HOPELESS = 0.001
"""A probability below which nobody is shown, whatever `minimum` asks."""

AT_ONCE = 1 << 13
"""Texts that are searched at a time."""


class Candidates(NamedTuple):
    """Accounts and the people they may be, a row each, by account."""

    account: Ints
    person: Ints


class Weighing(NamedTuple):
    """The candidates, what all sources say of each, and what the names' going together takes off."""

    candidates: Candidates
    said: Merged
    together: Floats

    @property
    def bits(self) -> Floats:
        """The weight of each candidate's names."""
        return self.said.bits() + self.together


class Found(NamedTuple):
    """A row an account of a list and a person to be shown: a row of the candidates, and how likely it is."""

    candidate: Ints
    list_: Ints
    prior: Floats
    shared: Floats
    others: Ints


def find_matches(accounts: pa.Table, index: RosterIndex, *, top: int = 3, minimum: float = 0.20) -> pa.Table:
    """MATCHES: for each account at most `top` people, the likeliest first, from `minimum` up.

    An account's matches depend on its own list, which sets the prior, and on the roster; never on the order
    of rows. Safe to call from several threads with one index.
    """
    if not accounts.num_rows or not index.person_ids:
        return pa.Table.from_batches([], schema=MATCHES)
    minimum = max(minimum, HOPELESS)
    listed, shown = accounts_of(accounts, index.searched)
    words = Words(shown.vocabulary, shown.natives)
    finder = SpanFinder(shown, index.searched)
    used = np.unique(np.concatenate([spans.word for _, _, spans in _some_at_a_time(shown, finder)]))
    lookup = lookup_of(
        index, support_of(words, used, index.forenames), support_of(words, used, index.surnames)
    )
    looking = _Looking(listed, shown, finder, lookup, minimum)
    weighing = looking.everywhere()
    found = _likeliest(_entries(listed, weighing, len(index.person_ids)), weighing.candidates, minimum, top)
    return matches_of(accounts, listed, _told(found, weighing, listed, lookup), index.person_ids, minimum)


def _told(found: Found, weighing: Weighing, listed: Accounts, lookup: Lookup) -> Told:
    """What there is to say of everybody who is to be shown."""
    said, row = weighing.said, found.candidate
    account = weighing.candidates.account[row]
    teller = Teller(said, listed.source[weighing.candidates.account], lookup)
    lines = teller.lines(row, found.prior, weighing.together[row], found.shared, found.others)
    weight = np.round(total_of_each(lines.row, lines.bits, len(row)), 2)
    probability = probability_of(weight)
    return Told(
        found.list_,
        account,
        weighing.candidates.person[row],
        name_kinds(said, lookup)[row],
        weight,
        probability,
        bands_of(probability, is_full(said, lookup)[row], independent_signal(said)[row]),
        evidence_column(lines, teller.sentences.texts, len(row)),
    )


class _Looking:
    """One search of the accounts of some lists for the people of a roster."""

    def __init__(
        self, listed: Accounts, shown: Shown, finder: SpanFinder, lookup: Lookup, minimum: float
    ) -> None:
        self._listed, self._shown, self._finder = listed, shown, finder
        self._lookup, self._minimum = lookup, minimum
        self._people = len(lookup.roster.person_ids)

    def everywhere(self) -> Weighing:
        """Everybody who may be shown; looked for again where a list holds many of the roster's people.

        Such a list asks less of a name, so that there is more to be found in it.
        """
        usual = np.full(int(self._listed.list_.max()) + 1, float(weights()["prior"]["usual_most"]))
        weighing = self._in(usual)
        shares = _entries(self._listed, weighing, self._people).shares
        return self._in(np.maximum(shares, usual)) if (shares > usual).any() else weighing

    def _in(self, shares: Floats) -> Weighing:
        """The candidates and what is said of them, where no list's share is larger than these."""
        least = self._least_of_texts(bits_needed(self._minimum, shares, self._people))
        candidates = _candidates(self._listed, self._pairs(least), self._lookup.roster)
        said = self._said_of(candidates)
        return Weighing(candidates, said, together_bits(said, self._lookup))

    def _said_of(self, candidates: Candidates) -> Merged:
        """Everything that the sources of each candidate's account say of its person."""
        text = self._listed.text[candidates.account]
        person = np.repeat(candidates.person, MOST_SOURCES)
        there = np.flatnonzero(text.ravel() >= 0)
        first, which = distinct(text.ravel()[there], person[there])
        pairs = Pairs(text.ravel()[there][first], person[there][first])
        row = np.full(text.size, NONE)
        row[there] = which
        readings, remarks = lay(pairs, self._shown, self._finder, self._lookup)
        said = merged(readings, remarks, list(row.reshape(text.shape).T), self._lookup)
        return said.with_remarks(self._same_email(candidates))

    def _same_email(self, candidates: Candidates) -> Remarks:
        """A remark on every candidate whose account shows the e-mail address on the roster."""
        alike = _by_email(self._listed, self._lookup.roster)
        keys = np.sort(alike.account * self._people + alike.person)
        same = np.flatnonzero(places_of(keys, candidates.account * self._people + candidates.person) >= 0)
        remarks = remarks_of(same, Remark.SAME_EMAIL, bits("email_equal"))
        return remarks._replace(independent=np.ones(len(same), np.bool_))

    def _least_of_texts(self, least: Floats) -> Floats:
        """The bits each text must come to: those of the list that asks the least of the accounts it names."""
        of_account = np.full(len(self._listed.text), np.inf)
        np.minimum.at(of_account, self._listed.account, least[self._listed.list_])
        of_text = np.full(self._shown.number, np.inf)
        for rank in range(MOST_SOURCES):
            there = self._listed.text[:, rank] >= 0
            np.minimum.at(of_text, self._listed.text[there, rank], of_account[there])
        return of_text

    def _pairs(self, least: Floats) -> Pairs:
        """The pairs of texts and people that may be shown, the texts taken some at a time."""
        search, found = Search(self._lookup), []
        for texts, shown, spans in _some_at_a_time(self._shown, self._finder):
            pairs = search.pairs(shown, spans, least[texts])
            found.append(Pairs(texts[pairs.text], pairs.person))
        return Pairs(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _some_at_a_time(shown: Shown, finder: SpanFinder) -> Iterator[tuple[Ints, Shown, Spans]]:
    """The texts and their spans, so many at a time."""
    for start in range(0, shown.number, AT_ONCE):
        texts = np.arange(start, min(start + AT_ONCE, shown.number))
        some = shown.only(texts)
        yield texts, some, finder.spans(some)


def _candidates(listed: Accounts, pairs: Pairs, index: RosterIndex) -> Candidates:
    """The accounts that any of their texts, or their e-mail address, says may be somebody."""
    found = [_by_email(listed, index)]
    number = int(listed.text.max()) + 1
    by_text = groups_of(pairs.text, number)
    for rank in range(MOST_SOURCES):
        accounts = np.flatnonzero(listed.text[:, rank] >= 0)
        whose, row = by_text.members(listed.text[accounts, rank])
        found.append(Candidates(accounts[whose], pairs.person[row]))
    account, person = (np.concatenate(column) for column in zip(*found, strict=True))
    first, _ = distinct(account, person)
    return Candidates(account[first], person[first])


def _by_email(listed: Accounts, index: RosterIndex) -> Candidates:
    of_person = [index.emails.get(email, NONE) if email else NONE for email in listed.emails]
    person = np.array(of_person, np.int64)
    account = np.flatnonzero(person >= 0)
    return Candidates(account, person[account])


class Entries(NamedTuple):
    """Candidates in each list that shows their account, a row each; an account of a list is an `entry`.

    `weight` has the list's prior in it. `lists` is of each entry, `shares` of each list.
    """

    entry: Ints
    candidate: Ints
    weight: Floats
    prior: Floats
    lists: Ints
    shares: Floats


def _entries(listed: Accounts, weighing: Weighing, people: int) -> Entries:
    """The candidates of every account of every list, an account once a list, with the list's prior."""
    first, _ = distinct(listed.list_, listed.account)
    lists, weight = listed.list_[first], weighing.bits
    by_account = groups_of(weighing.candidates.account, len(listed.text))
    entry, candidate = by_account.members(listed.account[first])
    evidence = total_of_each(entry, np.exp2(np.minimum(weight[candidate], 1000.0)), len(first))
    shares = shares_of_lists(people, lists, evidence, np.bincount(lists).astype(np.int64))
    prior = prior_bits(shares, people)[lists[entry]]
    return Entries(entry, candidate, prior + weight[candidate], prior, lists, shares)


def _likeliest(entries: Entries, candidates: Candidates, minimum: float, top: int) -> Found:
    """At most `top` people for each account of each list, the likeliest first."""
    entry, candidate = entries.entry, entries.candidate
    shared, others = shared_with_others(entry, entries.weight)
    probability = probability_of(entries.weight + shared)
    kept = np.flatnonzero(probability >= minimum)
    order = kept[np.lexsort((candidates.person[candidate[kept]], -probability[kept], entry[kept]))]
    rank = np.arange(len(order)) - np.searchsorted(entry[order], entry[order])
    row = order[rank < top]
    return Found(candidate[row], entries.lists[entry[row]], entries.prior[row], shared[row], others[row])

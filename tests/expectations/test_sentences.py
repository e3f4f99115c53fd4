"""Every expectation can be explained to the reader of a report."""

from datetime import date

from expectations.sentences import sentence, sentences
from expectations.suites.accounts import accounts_suite
from expectations.suites.findings import findings_suite, outcomes_suite, submissions_suite
from expectations.suites.links import links_suite
from expectations.suites.names import names_suite
from expectations.suites.people import people_suite
from expectations.suites.roster import roster_suite

SUITES = (
    people_suite(date(2026, 9, 1)),
    names_suite(),
    links_suite(),
    roster_suite(),
    accounts_suite(),
    findings_suite(),
    outcomes_suite(),
    submissions_suite(),
)
SLUGS = [each.meta["slug"] for suite in SUITES for each in suite]


def test_every_expectation_has_a_sentence_and_every_sentence_an_expectation():
    assert sorted(SLUGS) == sorted(sentences())
    assert len(set(SLUGS)) == len(SLUGS)


def test_a_sentence_is_one_and_says_what_is_wrong_before_what_to_do():
    for slug in SLUGS:
        said = sentence(slug)
        assert said.wrong.endswith(".")
        assert said.do == "" or said.do.endswith(".")
        assert said.whole.startswith(said.wrong)


def test_an_expectations_configuration_holds_no_list_of_ids():
    for suite in SUITES:
        for each in suite:
            values = each.configuration.kwargs.get("value_set", [])
            assert all(len(str(value)) < 25 and str(value).islower() for value in values)

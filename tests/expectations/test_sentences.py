"""Every expectation can be explained to the reader of a report."""

from expectations.sentences import sentence, sentences
from tests.expectations.suites import SLUGS, SUITES


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
            assert all(value is True or (len(str(value)) < 25 and str(value).islower()) for value in values)

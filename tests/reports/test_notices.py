"""Notices by e-mail: bands, codes and days, in words that never change."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reports.notices import NOT_SAID, audit_finished, job_failed, letters_day, policy_overdue, term_dates_end

COUNTS = {"checked": 31, "could_not_be_checked": 1, "not_handed_in": 8, "to_check": 12, "declared": 3}


def test_the_dsl_is_told_what_was_found_in_bands_and_it_is_not():
    dsl, it = (audit_finished(COUNTS, for_dsl=whose) for whose in (True, False))
    assert "Checked: 20 to 49\n" in dsl.text
    assert "Could not be checked, which is not the same as nothing found: 1 to 4\n" in dsl.text
    assert "Handed nothing in: 5 to 9\n" in dsl.text
    assert "Questions to look at: 10 to 19\n" in dsl.text
    assert "Questions" not in it.text
    assert dsl.subject == it.subject == "Armslength: an audit has finished"


def test_of_so_few_people_nobody_is_told_what_was_found():
    few = audit_finished({"checked": 2, "could_not_be_checked": 1, "to_check": 0}, for_dsl=True)
    assert "Questions to look at: not told" in few.text


def test_a_failure_is_told_by_job_code_and_incident():
    told = job_failed("roster-refresh", "roster-refused", "3bd7c080")
    for line in ("Job: roster-refresh", "Code: roster-refused", "Incident: 3bd7c080"):
        assert f"{line}\n" in told.text
    assert "Code: KeyError\n" in job_failed("audit", "KeyError", "not kept").text


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_a_failure_passes_on_no_text_that_is_no_code(job: str, code: str, incident: str):
    lines = job_failed(f"{job} ", f"{code}\n", f"{incident}!").text.splitlines()
    assert lines[2:5] == [f"Job: {NOT_SAID}", f"Code: {NOT_SAID}", f"Incident: {NOT_SAID}"]


def test_what_stays_as_it_is_is_told_with_its_day_or_its_months():
    assert "overdue by 27 months." in policy_overdue(27).text
    assert "overdue by 1 month." in policy_overdue(1).text
    assert "ends on 21 July 2027." in term_dates_end(date(2027, 7, 21)).text
    assert "No term is known." in term_dates_end(None).text
    assert "whether a letter is due" in letters_day().text

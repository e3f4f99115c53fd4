"""Every suite, made once, and the slugs of all of their expectations."""

from datetime import date

from expectations.suites.accounts import accounts_suite
from expectations.suites.findings import findings_suite, outcomes_suite, submissions_suite
from expectations.suites.links import links_suite
from expectations.suites.listed import ends_suite, listed_suite
from expectations.suites.load import sizes_suite, sources_suite
from expectations.suites.names import names_suite
from expectations.suites.observations import observations_suite
from expectations.suites.parents_carers import parents_carers_suite
from expectations.suites.people import people_suite
from expectations.suites.pupils import pupils_suite
from expectations.suites.roster import roster_suite
from expectations.suites.staff import staff_suite
from schemas.words import Phase

SUITES = (
    people_suite(),
    names_suite(),
    links_suite(keep_restricted=False),
    roster_suite(),
    pupils_suite(date(2026, 9, 1), Phase.ALL, 100, 100),
    parents_carers_suite(),
    listed_suite(),
    ends_suite(100),
    observations_suite(),
    sources_suite(),
    sizes_suite(),
    staff_suite(),
    accounts_suite(),
    findings_suite(),
    outcomes_suite(),
    submissions_suite(),
)
SEVERITIES = {each.meta["slug"]: each.meta["severity"] for suite in SUITES for each in suite}
SLUGS = [each.meta["slug"] for suite in SUITES for each in suite]

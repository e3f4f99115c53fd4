"""What a connector may have noticed while it read, one expectation a word of `Observed`.

Which expectation that is, and how severe, stands in `data/reference/expectations/observations.csv`.
"""

import csv

import great_expectations.expectations as gxe

from expectations.checking import Suite
from expectations.suites.lines import of_severity
from schemas.places import REFERENCE
from schemas.words import Observed, Severity

_SOURCE = REFERENCE / "expectations" / "observations.csv"


def observations_suite() -> Suite:
    """Nothing was noticed; each line of OBSERVATIONS fails the expectation of its word."""
    with _SOURCE.open(encoding="utf-8", newline="") as lines:
        return [
            of_severity(Severity(row["severity"]))(
                row["expectation"],
                gxe.ExpectColumnValuesToNotBeInSet,
                column="what",
                value_set=[Observed(row["what"]).value],
            )
            for row in csv.DictReader(lines)
        ]

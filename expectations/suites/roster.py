"""What is expected of the roster as a whole, once rows were set aside: the PEOPLE who are kept.

Held: ids of people `surnamed`, and of those who share an e-mail address with another family.
"""

import great_expectations.expectations as gxe

from expectations.checking import Suite
from expectations.custom.held import ExpectIdsAmong, ExpectIdsNotAmong
from expectations.suites.lines import critical, info
from schemas.words import Kind


def roster_suite() -> Suite:
    """A roster without adults, or without surnames, would find nothing and look as if all were well."""
    return [
        critical(
            "roster_has_children",
            gxe.ExpectColumnDistinctValuesToContainSet,
            column="kind",
            value_set=[Kind.PUPIL.value],
        ),
        critical(
            "roster_has_parents_carers",
            gxe.ExpectColumnDistinctValuesToContainSet,
            column="kind",
            value_set=[Kind.PARENT_CARER.value],
        ),
        critical(
            "most_people_have_a_surname", ExpectIdsAmong, column="person_id", held="surnamed", mostly=0.5
        ),
        info("person_has_a_surname", ExpectIdsAmong, column="person_id", held="surnamed"),
        info(
            "email_is_one_familys", ExpectIdsNotAmong, column="person_id", held="shared_emails", about="email"
        ),
    ]

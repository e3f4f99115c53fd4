"""What is expected of the roster as a whole, once rows were set aside: the PEOPLE who are kept.

Held: ids of people `surnamed`; of children `with_adults`; of adults `with_children`; of everybody but adults
of more than eight children (`in_families`).
"""

import great_expectations.expectations as gxe
from great_expectations.expectations.row_conditions import Column

from expectations.checking import Suite
from expectations.custom.held import ExpectIdsAmong
from expectations.suites.lines import critical, info, warning
from schemas.words import Kind


def roster_suite() -> Suite:
    """A roster without adults, or without surnames, would find nothing and look as if all were well."""
    pupils = Column("kind") == Kind.PUPIL.value
    adults = Column("kind") == Kind.PARENT_CARER.value
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
        critical(
            "half_the_children_have_an_adult",
            ExpectIdsAmong,
            column="person_id",
            held="with_adults",
            mostly=0.5,
            row_condition=pupils,
        ),
        warning(
            "most_children_have_an_adult",
            ExpectIdsAmong,
            column="person_id",
            held="with_adults",
            mostly=0.9,
            row_condition=pupils,
        ),
        warning("adult_has_at_most_eight_children", ExpectIdsAmong, column="person_id", held="in_families"),
        info("person_has_a_surname", ExpectIdsAmong, column="person_id", held="surnamed"),
        info(
            "adult_has_a_child",
            ExpectIdsAmong,
            column="person_id",
            held="with_children",
            row_condition=adults,
        ),
    ]

"""Three people in every list, with letters that no code page has all of."""

from samples.exports.layouts import Contact
from schemas.words import Relation

DAY = 1_500_000_000  # 14 July 2017, 02:40 UTC
PEOPLE = {
    relation: [
        Contact(
            "Zoë" * (number + 1),
            f"Łucjan-{relation}",
            f"zoe.{number}{relation.replace('_', '')}",
            DAY + number,
            f"zoe.{number}@example.org",
        )
        for number in range(3)
    ]
    for relation in Relation
}

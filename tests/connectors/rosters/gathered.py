"""What an invented source says, put together by hand for tests of who is one person."""

from dataclasses import replace

from connectors.rosters.people import Gathered, Mention, Tie, contact_keys
from connectors.rosters.written import Written
from schemas.words import Responsibility

THEO = Mention(Written("Theo", "", "Lind"), row=2, upn="P801999925001", date_of_birth="2018-05-04")
ESI = Mention(Written("Esi", "", "Lind"), row=3, upn="D801999925002", date_of_birth="2020-01-09")


def adult(
    forename: str, surname: str, *, phone: str = "", email: str = "", address: str = "", **cells: object
) -> Mention:
    """A mention of an adult. A phone is the last digits of a number nobody has."""
    phones = [f"07700 900{phone}"] if phone else []
    said = Mention(
        Written(forename, "", surname), row=2, contact=contact_keys(email, phones, address), email=email
    )
    return replace(said, **cells)


def family(*adults: tuple[int, str, Mention], children: tuple[Mention, ...] = (THEO, ESI)) -> Gathered:
    """A source of these children and adults, each adult with a child's place and what they are to it."""
    said = Gathered("ctf", children=list(children))
    for child, relationship, mention in adults:
        said.ties.append(Tie(child, len(said.adults), relationship, Responsibility.YES))
        said.adults.append(mention)
    return said

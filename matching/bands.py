"""How strong evidence may be called: a cap lowers a band where a name alone accuses, never a probability."""

from schemas.words import Band

STRONG, PROBABLE, POSSIBLE = 0.95, 0.70, 0.20


def band_of(probability: float, cap: Band) -> Band:
    """The band of a probability, or the cap where that is lower. Below .20 there is no band to give."""
    if probability >= STRONG and cap is Band.STRONG:
        return Band.STRONG
    if probability >= PROBABLE and cap is not Band.POSSIBLE:
        return Band.PROBABLE
    return Band.POSSIBLE


def cap_of(*, full_name: bool, independent_signal: bool) -> Band:
    """The highest band that evidence of this kind may carry.

    A forename alone, a surname alone, an initial: possible. One full name with nothing else: probable, since
    anybody can put another person's name on an account.
    """
    if not full_name:
        return Band.POSSIBLE
    return Band.STRONG if independent_signal else Band.PROBABLE

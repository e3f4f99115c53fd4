"""How strong evidence may be called: a cap lowers a band where a name alone accuses, never a probability."""

import numpy as np

from matching.arrays import Flags, Floats
from schemas.words import Band

STRONG, PROBABLE, POSSIBLE = 0.95, 0.70, 0.20


def bands_of(
    probability: Floats, full_name: Flags, independent_signal: Flags
) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    """The band of each probability, or the highest that evidence of its kind may carry where that is lower.

    A forename alone, a surname alone, an initial: possible. One full name with nothing else: probable, since
    anybody can put another person's name on an account. Below .20 there is no band to give.
    """
    strong = (probability >= STRONG) & full_name & independent_signal
    probable = (probability >= PROBABLE) & full_name
    bands = np.array([Band.POSSIBLE.value, Band.PROBABLE.value, Band.STRONG.value], object)
    return bands[strong.astype(np.int64) + probable]

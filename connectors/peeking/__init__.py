"""An export's structure without one value of it, so that a school can report a layout we do not know.

`peek(archives)` answers with paths, keys, types and counts; `in_words(answer)` says the same in sentences. A
word of an export is shown only if it stands in `data/reference/export_words.csv`; everything else is `…`.
"""

from connectors.peeking.archives import peek
from connectors.peeking.telling import in_words

__all__ = ["in_words", "peek"]

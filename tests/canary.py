"""The scanner of `vault.scanning` for tests: the same search, and text of PDFs besides."""

from collections.abc import Iterable, Iterator
from contextlib import closing

import pypdfium2

from vault.scanning.containers import Container
from vault.scanning.find import Leak, Scanner, Source

__all__ = ["PDF", "Leak", "find_canaries"]


def find_canaries(sources: Iterable[Source] | Source, canaries: Iterable[str]) -> list[Leak]:
    """Every canary in every source, once a place and way of writing it, sorted. Names of files count too."""
    return Scanner(canaries, (PDF,)).find(sources)


def _pages(data: bytes) -> Iterator[bytes]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:  # locked, or no PDF after all
        return
    with closing(document):
        pages = (page.get_textpage().get_text_bounded() for page in document)
        yield "\n".join([*pages, *document.get_metadata_dict().values()]).encode("utf-8", "replace")


PDF = Container("pdf", lambda data: b"%PDF-" in data[:1024], _pages)

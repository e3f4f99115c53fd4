"""Asking Wonde over HTTPS: one request at a time, within bounds, and the token to its own host alone.

No redirect is followed, and no link that leads to another host. The proxy and the certificate authority that
the environment names (HTTPS_PROXY, SSL_CERT_FILE) are used, since many schools have no other way out: a proxy
sees the host's name and nothing of what is said. Certificates are always checked.
"""

import logging
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address
from time import monotonic
from urllib.parse import quote

import httpx

from connectors.rosters.errors import (
    WondeAddressUnsafe,
    WondeBusy,
    WondeNotApproved,
    WondeTokenRefused,
    WondeUnexpected,
    WondeUnreachable,
)
from connectors.rosters.wonde.paging import Record, page_of
from connectors.rosters.wonde.retrying import Bounds, Failed, persistent, seconds_to_wait

ADDRESS = "https://api.wonde.com/v1.0"
"""Of schools in the UK; other regions have other hosts."""

_A_TOKEN = re.compile(r"[!-~]+")
_QUOTING_LOGGERS = ("httpx", "httpcore")


@dataclass(frozen=True, slots=True)
class Access:
    """One school's data at Wonde: whose, where, and the token that opens it, which no `repr` shows."""

    school: str
    token: str = field(repr=False)
    address: str = ADDRESS


class Wonde:
    """One school's listings at Wonde, as long as the block of `connected` lasts."""

    def __init__(self, http: httpx.Client, school: httpx.URL, bounds: Bounds) -> None:
        self._http = http
        self._school = school
        self._bounds = bounds
        self._ends = monotonic() + bounds.seconds

    def records(self, listing: str, **parameters: str | int) -> Iterator[Record]:
        """Every record of a listing (students, contacts), page after page; a record may come twice.

        Raises WondeTokenRefused, WondeNotApproved, WondeUnreachable, WondeBusy, or WondeUnexpected for an
        answer of another shape, a page that comes twice and a link that leads elsewhere.
        """
        address = _with(parameters, self._school.join(f"{listing}/"))
        asked: set[httpx.URL] = set()
        seen: set[tuple[object, ...]] = set()
        while address not in asked:
            asked.add(address)
            page = page_of(self._ask(address, listing))
            if page.ids in seen:
                break
            seen |= {page.ids} - {()}
            yield from page.records
            if not page.next:
                return
            if len(asked) == self._bounds.pages:
                raise WondeUnexpected(f"{listing}: more than {self._bounds.pages:,} pages")
            address = _with(parameters, self._followed(address, page.next))
        raise WondeUnexpected(f"{listing}: a page came twice")

    def _followed(self, address: httpx.URL, link: str) -> httpx.URL:
        try:
            followed = address.join(link)
        except httpx.InvalidURL:
            followed = None
        if followed is None or _origin(followed) != _origin(self._school) or followed.userinfo:
            raise WondeUnexpected("the link to the next page leads elsewhere")
        return followed

    def _ask(self, address: httpx.URL, listing: str) -> bytes:
        ask = partial(self._ask_once, address, listing)
        answer = persistent(ask, self._bounds, self._ends - monotonic())
        if isinstance(answer, Failed):  # raised here, where no exception of httpx's could travel along
            raise answer.error
        return answer

    def _ask_once(self, address: httpx.URL, listing: str) -> bytes | Failed:
        if monotonic() > self._ends:
            return self._too_long()
        try:
            with self._http.stream("GET", address) as response:
                return _failure(response, listing) or self._body(response)
        except httpx.TransportError as error:
            if _is_of_a_certificate(error):
                return Failed(WondeUnreachable("the certificate of what answers there is not trusted"))
            return Failed(WondeUnreachable(), again=True)
        except httpx.DecodingError:
            return Failed(WondeUnexpected("an answer that cannot be unpacked"))

    def _body(self, response: httpx.Response) -> bytes | Failed:
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > self._bounds.answer_bytes:
                return Failed(WondeUnexpected(f"an answer of more than {self._bounds.answer_bytes:,} bytes"))
            if monotonic() > self._ends:
                return self._too_long()
        return bytes(body)

    def _too_long(self) -> Failed:
        return Failed(WondeUnreachable(f"it took longer than {self._bounds.seconds:g} seconds"))


@contextmanager
def connected(access: Access, bounds: Bounds) -> Iterator[Wonde]:
    """Wonde, ready to be asked. Raises WondeAddressUnsafe and WondeTokenRefused before anything is sent."""
    address = _checked(access.address)
    if not _A_TOKEN.fullmatch(access.token):
        raise WondeTokenRefused("it is not one line of letters and digits")
    headers = {"Authorization": f"Bearer {access.token}", "Accept": "application/json"}
    is_encrypted = address.scheme == "https"  # else it is this very machine, and no proxy's business
    with (
        _unlogged(),
        httpx.Client(headers=headers, timeout=bounds.silence, trust_env=is_encrypted) as http,
    ):
        yield Wonde(http, address.join(f"schools/{quote(access.school, safe='')}/"), bounds)


def _checked(address: str) -> httpx.URL:
    """The address, ending in a slash, once it is known that a token may be sent there."""
    try:
        url = httpx.URL(f"{address.strip().rstrip('/')}/")
    except httpx.InvalidURL:
        url = httpx.URL()
    is_safe = url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.host))
    if not is_safe or not url.host or url.userinfo or url.query or url.fragment:
        raise WondeAddressUnsafe
    return url


def _with(parameters: Mapping[str, str | int], address: httpx.URL) -> httpx.URL:
    """The address with those parameters it lacks: in Wonde's own example, a link to a page lacks them all."""
    missing = {name: value for name, value in parameters.items() if name not in address.params}
    return address.copy_merge_params(missing)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _failure(response: httpx.Response, listing: str) -> Failed | None:
    """What an answer's status says, where it is not that all is well."""
    status = response.status_code
    after = seconds_to_wait(response.headers.get("Retry-After", ""))
    if status == httpx.codes.OK:
        return None
    if status == httpx.codes.UNAUTHORIZED:
        return Failed(WondeTokenRefused())
    if status in {httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND}:
        return Failed(WondeNotApproved(f"{listing}: it answered {status}"))
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return Failed(WondeBusy(), again=True, after=after)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return Failed(WondeUnreachable(f"it answered {status}"), again=True, after=after)
    return Failed(WondeUnexpected(f"{listing}: it answered {status}"))


def _is_of_a_certificate(error: BaseException) -> bool:
    below = error.__cause__ or error.__context__
    return isinstance(error, ssl.SSLCertVerificationError) or (
        below is not None and _is_of_a_certificate(below)
    )


@contextmanager
def _unlogged() -> Iterator[None]:
    """Nothing is said by httpx and httpcore, which log whole addresses with the school's id in them."""
    loggers = [logging.getLogger(name) for name in _QUOTING_LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)

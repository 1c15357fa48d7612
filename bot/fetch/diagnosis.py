"""Why a feed could not be fetched, in words, and what to do about it. Pure."""

import socket
import ssl
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import aiohttp

from bot.fetch.guard import ForbiddenAddressError
from bot.i18n import Text
from bot.model import FailureKind, FetchFailure

_WAIT: Final = Text(
    en="Nothing to do now: Vigie tries again, less and less often.",
    fr="Rien à faire pour l'instant : Vigie réessaie, de moins en moins souvent.",
)
_CHECK_URL: Final = Text(
    en="Open the address in a browser and check it in feeds.yaml.",
    fr="Ouvrez l'adresse dans un navigateur et vérifiez-la dans feeds.yaml.",
)
_ASK: Final = Text(
    en="Ask the publisher for another feed address, or see in a browser what is wanted.",
    fr="Demandez à l'éditeur une autre adresse, ou voyez dans un navigateur ce qu'il exige.",
)


def of_exception(error: BaseException, timeout: timedelta) -> FetchFailure | None:
    """A failure of the connection; None for an exception that is none."""
    cause = _os_error(error)
    if isinstance(cause, ForbiddenAddressError):
        return forbidden_address(str(cause))
    if isinstance(error, TimeoutError):
        return timed_out(timeout)
    if isinstance(error, aiohttp.ClientSSLError) or isinstance(cause, ssl.SSLError):
        return _tls(error)
    unknown_host = isinstance(error, aiohttp.ClientConnectorDNSError)
    if unknown_host or isinstance(cause, socket.gaierror):
        return _UNKNOWN_HOST
    known = (failure for kind, failure in _BY_EXCEPTION if isinstance(error, kind))
    return next(known, None)


def _os_error(error: BaseException) -> BaseException:
    return getattr(error, "os_error", None) or error


def _tls(error: BaseException) -> FetchFailure:
    detail = getattr(_os_error(error), "verify_message", "") or type(error).__name__
    return FetchFailure(
        FailureKind.TLS,
        Text(
            en=f"The server's certificate is not valid ({detail}).",
            fr=f"Le certificat du serveur n'est pas valable ({detail}).",
        ),
        Text(
            en="Tell the publisher; until it is renewed the feed cannot be trusted.",
            fr="Prévenez l'éditeur ; tant qu'il n'est pas renouvelé, le flux n'est pas sûr.",
        ),
    )


def timed_out(timeout: timedelta) -> FetchFailure:
    """The total deadline has passed."""
    seconds = f"{timeout.total_seconds():g}"
    return FetchFailure(
        FailureKind.TIMEOUT,
        Text(
            en=f"No complete answer in {seconds} s.", fr=f"Pas de réponse complète en {seconds} s."
        ),
        _WAIT,
    )


def forbidden_address(address: str) -> FetchFailure:
    """The host leads to a private or special address."""
    return FetchFailure(
        FailureKind.ADDRESS,
        Text(
            en=f"{address} is not an address of the public internet.",
            fr=f"{address} n'est pas une adresse de l'internet public.",
        ),
        Text(
            en="If the feed is your own server's, set VIGIE_ALLOW_PRIVATE_HOSTS=yes.",
            fr="Si le flux vient de votre propre serveur, mettez VIGIE_ALLOW_PRIVATE_HOSTS=yes.",
        ),
    )


def too_large(limit: int) -> FetchFailure:
    """The body goes beyond the limit."""
    size = f"{limit / 1024**2:.3g}"
    return FetchFailure(
        FailureKind.TOO_LARGE,
        Text(en=f"The feed is larger than {size} MB.", fr=f"Le flux dépasse {size} Mo."),
        Text(
            en="Is it a feed at all? If so, raise VIGIE_FETCH_MAX_BYTES.",
            fr="Est-ce bien un flux ? Si oui, augmentez VIGIE_FETCH_MAX_BYTES.",
        ),
    )


def too_many_redirects(count: int) -> FetchFailure:
    """Sent from address to address."""
    return FetchFailure(
        FailureKind.REDIRECTS,
        Text(en=f"Redirected more than {count} times.", fr=f"Redirigé plus de {count} fois."),
        _CHECK_URL,
    )


def broken_body() -> FetchFailure:
    """The body is not compressed as its header says."""
    return FetchFailure(
        FailureKind.BROKEN_TRANSFER,
        Text(
            en="The server's answer cannot be decompressed.",
            fr="La réponse du serveur ne se laisse pas décompresser.",
        ),
        _WAIT,
    )


def of_status(
    status: int, headers: Mapping[str, str], body: bytes, asked: timedelta | None
) -> FetchFailure:
    """A status that is neither 200 nor 304; `body` may be its beginning only."""
    wall = _wall(headers, body) if status in {401, 402, 403, 429, 503} else None
    kind, text, hint = _WORDS.get(status) or _other(status)
    if wall:
        text = Text(
            en=f"{wall} keeps robots out (HTTP {status}).",
            fr=f"{wall} tient les robots à l'écart (HTTP {status}).",
        )
        hint = _ASK
    return FetchFailure(kind, text, hint, status=status, retry_after=asked)


def _wall(headers: Mapping[str, str], body: bytes) -> str | None:
    """The name of the gatekeeper in front of the site, where it shows."""
    start = body[:20_000].lower()
    if "cf-mitigated" in headers or b"cdn-cgi/challenge" in start or b"just a moment" in start:
        return "Cloudflare"
    if headers.get("server", "").lower() == "cloudflare" and b"cloudflare" in start:
        return "Cloudflare"
    return "DataDome" if "x-datadome" in headers or b"datadome" in start else None


def _other(status: int) -> tuple[FailureKind, Text, Text]:
    if status >= 500:
        text = Text(
            en=f"The server has trouble of its own (HTTP {status}).",
            fr=f"Le serveur est en difficulté (HTTP {status}).",
        )
        return FailureKind.SERVER, text, _WAIT
    text = Text(en=f"The server answers HTTP {status}.", fr=f"Le serveur répond HTTP {status}.")
    return FailureKind.STATUS, text, _CHECK_URL


def _refused(status: int, en: str, fr: str) -> tuple[FailureKind, Text, Text]:
    return FailureKind.FORBIDDEN, Text(f"{en} (HTTP {status}).", f"{fr} (HTTP {status})."), _ASK


def _busy(status: int) -> tuple[FailureKind, Text, Text]:
    text = Text(
        en=f"The server asks for fewer requests (HTTP {status}).",
        fr=f"Le serveur demande moins de requêtes (HTTP {status}).",
    )
    return FailureKind.BUSY, text, _WAIT


_WORDS: Final = {
    401: _refused(401, "The feed wants a login", "Le flux demande une connexion"),
    402: _refused(402, "The feed is for subscribers", "Le flux est réservé aux abonnés"),
    403: _refused(403, "The server refuses access", "Le serveur refuse l'accès"),
    451: _refused(451, "Blocked for legal reasons", "Bloqué pour des raisons juridiques"),
    404: (
        FailureKind.NOT_FOUND,
        Text(en="There is nothing at this address (404).", fr="Rien à cette adresse (404)."),
        _CHECK_URL,
    ),
    410: (
        FailureKind.GONE,
        Text(
            en="The publisher has removed the feed for good (410).",
            fr="L'éditeur a supprimé le flux pour de bon (410).",
        ),
        Text(
            en="Find its successor or remove the source from feeds.yaml.",
            fr="Trouvez son successeur ou retirez la source de feeds.yaml.",
        ),
    ),
    429: _busy(429),
    503: _busy(503),
}


BAD_ADDRESS: Final = FetchFailure(
    FailureKind.ADDRESS,
    Text(
        en="The address is not http(s) on a usual port.",
        fr="L'adresse n'est pas en http(s) sur un port usuel.",
    ),
    _CHECK_URL,
)
_UNKNOWN_HOST: Final = FetchFailure(
    FailureKind.DNS,
    Text(en="The host's name is not known (DNS).", fr="Le nom d'hôte est inconnu (DNS)."),
    _CHECK_URL,
)
_NO_ANSWER: Final = FetchFailure(
    FailureKind.CONNECT,
    Text(en="The server does not answer.", fr="Le serveur ne répond pas."),
    _WAIT,
)
_BROKEN_OFF: Final = FetchFailure(
    FailureKind.BROKEN_TRANSFER,
    Text(
        en="The connection broke off in the middle.",
        fr="La connexion s'est rompue en cours de route.",
    ),
    _WAIT,
)
_BY_EXCEPTION: Final = (
    (aiohttp.ClientConnectorError, _NO_ANSWER),
    (aiohttp.InvalidURL, BAD_ADDRESS),
    (aiohttp.ClientError, _BROKEN_OFF),
    (OSError, _BROKEN_OFF),
)
"""The first that fits: they are nested."""

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
WALLED: Final = frozenset({401, 402, 403, 429, 503})
"""With these a gatekeeper in front of the site may speak for it, and its page says so."""
_ASK: Final = Text(
    en="Ask the publisher for another feed address, or see in a browser what is wanted.",
    fr="Demandez à l'éditeur une autre adresse, ou voyez dans un navigateur ce qu'il exige.",
)


def of_exception(
    error: aiohttp.ClientError | OSError | UnicodeError, timeout: timedelta
) -> FetchFailure:
    """A failure of the connection."""
    cause = getattr(error, "os_error", None) or getattr(error, "certificate_error", None) or error
    if isinstance(cause, ForbiddenAddressError):
        return forbidden_address(cause.address)
    if isinstance(error, TimeoutError):
        return timed_out(timeout)
    if isinstance(cause, ssl.SSLError):
        return _tls(cause)
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return _NO_DNS if error.os_error.errno == socket.EAI_AGAIN else _UNKNOWN_HOST
    return next(failure for kind, failure in _BY_EXCEPTION if isinstance(error, kind))


def _tls(cause: ssl.SSLError) -> FetchFailure:
    detail = getattr(cause, "verify_message", "") or cause.reason
    why = f" ({detail})" if detail else ""
    return FetchFailure(
        FailureKind.TLS,
        Text(
            en=f"No secure connection to the server{why}.",
            fr=f"Pas de connexion sûre avec le serveur{why}.",
        ),
        Text(
            en="Tell the publisher: the certificate is probably out of date or for another name.",
            fr="Prévenez l'éditeur : le certificat est sans doute périmé ou à un autre nom.",
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


def of_status(status: int, headers: Mapping[str, str], body: bytes) -> FetchFailure:
    """A status that is neither 200 nor 304; `body` may be its beginning only."""
    wall = _wall(headers, body) if status in WALLED else None
    kind, text, hint = _WORDS.get(status) or _other(status)
    if wall:
        text = Text(
            en=f"{wall} keeps robots out (HTTP {status}).",
            fr=f"{wall} tient les robots à l'écart (HTTP {status}).",
        )
        hint = _ASK
    return FetchFailure(kind, text, hint, status=status, headers=headers)


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
        en="The address cannot be used: it should be http(s), on a usual port.",
        fr="L'adresse est inutilisable : il la faut en http(s), sur un port usuel.",
    ),
    _CHECK_URL,
)
_UNKNOWN_HOST: Final = FetchFailure(
    FailureKind.DNS,
    Text(en="The host's name is not known (DNS).", fr="Le nom d'hôte est inconnu (DNS)."),
    _CHECK_URL,
)
_NO_DNS: Final = FetchFailure(
    FailureKind.DNS,
    Text(
        en="Names cannot be looked up at the moment (DNS).",
        fr="La recherche de noms ne répond pas en ce moment (DNS).",
    ),
    Text(
        en="If other feeds say the same, check this machine's own connection.",
        fr="Si d'autres flux disent de même, vérifiez la connexion de cette machine.",
    ),
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
    (UnicodeError, BAD_ADDRESS),  # a host that no DNS can know: a label beyond 63 letters
    (aiohttp.ClientError, _BROKEN_OFF),
    (OSError, _BROKEN_OFF),
)
"""The first that fits: they are nested."""

"""Why there is no whole answer, in words, and what to do about it. Pure."""

import errno
import socket
import ssl
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import aiohttp

from bot.fetch.advice import CHECK_URL, OWN_CONNECTION, TELL_PUBLISHER, WAIT
from bot.fetch.guard import ForbiddenAddressError
from bot.i18n import Text
from bot.model import FailureKind, FetchFailure


@dataclass(slots=True)
class Progress:
    """How far a request has got."""

    has_headers: bool = False
    received: int = 0
    """Bytes of the body."""


def of_exception(
    error: aiohttp.ClientError | OSError | UnicodeError, timeout: timedelta, progress: Progress
) -> FetchFailure:
    """A failure of the connection, after at most `timeout`."""
    cause = getattr(error, "os_error", None) or getattr(error, "certificate_error", None) or error
    if isinstance(cause, ForbiddenAddressError):
        return forbidden_address(cause.address)
    if isinstance(cause, ssl.SSLError):
        return _tls(cause)
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return _NO_DNS if error.os_error.errno == socket.EAI_AGAIN else _UNKNOWN_HOST
    if isinstance(error, aiohttp.ClientConnectorError):
        return _BY_ERRNO.get(error.os_error.errno or 0, _NO_CONNECTION)
    if isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ConnectionTimeoutError):
        return _timed_out(timeout, progress)
    return next(failure for kind, failure in _BY_EXCEPTION if isinstance(error, kind))


def _timed_out(timeout: timedelta, progress: Progress) -> FetchFailure:
    """The total deadline has passed."""
    seconds = f"{timeout.total_seconds():g}"
    if not progress.has_headers:
        text = Text(
            en=f"The server took the request and did not answer in {seconds} s.",
            fr=f"Le serveur a pris la requête et n'a pas répondu en {seconds} s.",
        )
    else:
        size = f"{progress.received / 1024:.0f}"
        text = Text(
            en=f"The answer comes too slowly: {size} KB in {seconds} s, and not all of it.",
            fr=f"La réponse vient trop lentement : {size} Ko en {seconds} s, et pas tout.",
        )
    return FetchFailure(FailureKind.TIMEOUT, text, WAIT)


def _tls(cause: ssl.SSLError) -> FetchFailure:
    """Certificates fail for reasons that call for different letters to the publisher."""
    why = _CERTIFICATES.get(getattr(cause, "verify_code", 0))
    if why:
        return FetchFailure(FailureKind.TLS, why, TELL_PUBLISHER)
    detail = getattr(cause, "verify_message", "") or cause.reason
    said = f" ({detail})" if detail else ""
    text = Text(
        en=f"No secure connection to the server{said}.",
        fr=f"Pas de connexion sûre avec le serveur{said}.",
    )
    return FetchFailure(FailureKind.TLS, text, _NO_TLS_ADVICE)


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


def broken_body(encoding: str) -> FetchFailure:
    """The body is not compressed as its header says, or in a way that nobody asked for."""
    shown = encoding[:40]
    return FetchFailure(
        FailureKind.BROKEN_TRANSFER,
        Text(
            en=f"The server's answer cannot be decompressed ({shown}): it is damaged or cut off.",
            fr=f"La réponse du serveur ne se laisse pas décompresser ({shown}) : elle est abîmée "
            "ou tronquée.",
        ),
        WAIT,
    )


def unknown_encoding(encoding: str) -> FetchFailure:
    """Compressed in a way that nobody asked for."""
    shown = encoding[:40]
    return FetchFailure(
        FailureKind.BROKEN_TRANSFER,
        Text(
            en=f"The server compresses its answer in a way that nobody asked for ({shown}).",
            fr=f"Le serveur comprime sa réponse d'une façon que personne n'a demandée ({shown}).",
        ),
        TELL_PUBLISHER,
    )


_CERTIFICATES: Final = {
    9: Text(
        en="The server's certificate is not valid yet: it begins in the future.",
        fr="Le certificat du serveur n'est pas encore valable : il commence dans l'avenir.",
    ),
    10: Text(
        en="The server's certificate has expired.",
        fr="Le certificat du serveur a expiré.",
    ),
    18: Text(
        en="The server's certificate is self-signed: nobody vouches for it.",
        fr="Le certificat du serveur est autosigné : personne ne s'en porte garant.",
    ),
    19: Text(
        en="The server's certificate comes from an authority that is not known here.",
        fr="Le certificat du serveur vient d'une autorité inconnue ici.",
    ),
    20: Text(
        en="The server's certificate comes without those that link it to a known authority.",
        fr="Le certificat du serveur vient sans ceux qui le relient à une autorité connue.",
    ),
    23: Text(
        en="The server's certificate has been revoked.",
        fr="Le certificat du serveur a été révoqué.",
    ),
    62: Text(
        en="The server's certificate is for another name than the address has.",
        fr="Le certificat du serveur est à un autre nom que celui de l'adresse.",
    ),
}
"""By OpenSSL's code of verification (x509_vfy.h)."""
_CERTIFICATES[21] = _CERTIFICATES[20]
_CERTIFICATES[64] = _CERTIFICATES[62]  # an address in numbers
_NO_TLS_ADVICE: Final = Text(
    en="Open the address in a browser: perhaps it begins with http:// and not with https://.",
    fr="Ouvrez l'adresse dans un navigateur : elle commence peut-être par http:// et non par "
    "https://.",
)
_UNKNOWN_HOST: Final = FetchFailure(
    FailureKind.DNS,
    Text(
        en="The host's name is not known (DNS): the site has moved, or the name is misspelt.",
        fr="Le nom d'hôte est inconnu (DNS) : le site a déménagé, ou le nom est mal écrit.",
    ),
    CHECK_URL,
)
_NO_DNS: Final = FetchFailure(
    FailureKind.DNS,
    Text(
        en="Names cannot be looked up at the moment (DNS).",
        fr="La recherche de noms ne répond pas en ce moment (DNS).",
    ),
    OWN_CONNECTION,
)
_NOT_CONNECTED: Final = FetchFailure(
    FailureKind.TIMEOUT,
    Text(
        en="No connection to the server: it does not react at all.",
        fr="Pas de connexion au serveur : il ne réagit pas du tout.",
    ),
    WAIT,
)
_NO_CONNECTION: Final = FetchFailure(
    FailureKind.CONNECT,
    Text(en="The server cannot be reached.", fr="Le serveur est injoignable."),
    WAIT,
)
_REFUSED: Final = FetchFailure(
    FailureKind.CONNECT,
    Text(
        en="The server refuses the connection: nothing listens at this address.",
        fr="Le serveur refuse la connexion : rien n'écoute à cette adresse.",
    ),
    WAIT,
)
_NO_WAY: Final = FetchFailure(
    FailureKind.CONNECT,
    Text(
        en="There is no way to the server's network.",
        fr="Il n'y a pas de chemin vers le réseau du serveur.",
    ),
    OWN_CONNECTION,
)
_BY_ERRNO: Final = {
    errno.ECONNREFUSED: _REFUSED,
    errno.ENETUNREACH: _NO_WAY,
    errno.EHOSTUNREACH: _NO_WAY,
}
BAD_ADDRESS: Final = FetchFailure(
    FailureKind.ADDRESS,
    Text(
        en="The address cannot be used: it should be http(s), on a usual port.",
        fr="L'adresse est inutilisable : il la faut en http(s), sur un port usuel.",
    ),
    CHECK_URL,
)
_NOTHING: Final = FetchFailure(
    FailureKind.BROKEN_TRANSFER,
    Text(
        en="The server closed the connection without an answer.",
        fr="Le serveur a fermé la connexion sans répondre.",
    ),
    WAIT,
)
_NO_HTTP: Final = FetchFailure(
    FailureKind.BROKEN_TRANSFER,
    Text(
        en="What answers is no web server, or a broken one: it does not speak HTTP.",
        fr="Ce qui répond n'est pas un serveur web, ou est cassé : cela ne parle pas HTTP.",
    ),
    CHECK_URL,
)
_CUT_OFF: Final = FetchFailure(
    FailureKind.BROKEN_TRANSFER,
    Text(
        en="The answer is cut off or garbled: it is not as long as it says.",
        fr="La réponse est tronquée ou brouillée : elle n'a pas la longueur annoncée.",
    ),
    WAIT,
)
_BROKEN_OFF: Final = FetchFailure(
    FailureKind.BROKEN_TRANSFER,
    Text(
        en="The connection broke off in the middle.",
        fr="La connexion s'est rompue en cours de route.",
    ),
    WAIT,
)
_BY_EXCEPTION: Final = (
    (aiohttp.InvalidURL, BAD_ADDRESS),
    (UnicodeError, BAD_ADDRESS),  # a host that no DNS can know: a label beyond 63 letters
    (aiohttp.ConnectionTimeoutError, _NOT_CONNECTED),
    (aiohttp.ServerDisconnectedError, _NOTHING),
    (aiohttp.ClientResponseError, _NO_HTTP),
    (aiohttp.ClientPayloadError, _CUT_OFF),
    (aiohttp.ClientError, _BROKEN_OFF),
    (OSError, _BROKEN_OFF),
)
"""The first that fits: they are nested."""

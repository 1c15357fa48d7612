"""What a status means that brings no feed, in words, and what to do about it. Pure."""

from collections.abc import Mapping
from typing import Final

from bot.fetch import advice
from bot.fetch.walls import wall_of
from bot.i18n import Text
from bot.model import FailureKind, FetchFailure

WALLED: Final = frozenset({202, 401, 402, 403, 405, 406, 429, 503})
"""With these a gatekeeper in front of the site may speak for it, and its page says so."""
_Words = tuple[FailureKind, Text, Text]


def of_status(status: int, headers: Mapping[str, str], body: bytes) -> FetchFailure:
    """A status that brings no feed; `body` may be its beginning only."""
    kind, text, hint = _WORDS.get(status) or _other(status)
    wall = wall_of(headers, body, is_refusal=True) if status in WALLED else None
    if wall:
        # However polite one is, a wall stays; only 429 says that it is a matter of number.
        kind = kind if status == 429 else FailureKind.WALL
        text = Text(
            en=f"{wall} keeps robots out (HTTP {status}).",
            fr=f"{wall} tient les robots à l'écart (HTTP {status}).",
        )
        hint = advice.LET_IN
    return FetchFailure(kind, text, hint, status=status, headers=headers)


def too_many_redirects(count: int) -> FetchFailure:
    """Sent from address to address."""
    return FetchFailure(
        FailureKind.REDIRECTS,
        Text(en=f"Redirected more than {count} times.", fr=f"Redirigé plus de {count} fois."),
        advice.CHECK_URL,
    )


def _other(status: int) -> _Words:
    if status >= 500:
        text = Text(
            en=f"The server has trouble of its own (HTTP {status}).",
            fr=f"Le serveur est en difficulté (HTTP {status}).",
        )
        return FailureKind.SERVER, text, advice.WAIT
    text = Text(en=f"The server answers HTTP {status}.", fr=f"Le serveur répond HTTP {status}.")
    return FailureKind.STATUS, text, advice.CHECK_URL


def _refused(kind: FailureKind, status: int, en: str, fr: str, hint: Text) -> _Words:
    return kind, Text(f"{en} (HTTP {status}).", f"{fr} (HTTP {status})."), hint


def _busy(status: int) -> _Words:
    text = Text(
        en=f"The server asks for fewer requests (HTTP {status}).",
        fr=f"Le serveur demande moins de requêtes (HTTP {status}).",
    )
    return FailureKind.BUSY, text, advice.WAIT


def _behind(status: int) -> _Words:
    text = Text(
        en=f"Cloudflare is there, and the site's own server behind it is not (HTTP {status}).",
        fr=f"Cloudflare répond, mais pas le serveur du site derrière lui (HTTP {status}).",
    )
    return FailureKind.SERVER, text, advice.WAIT


def _without_target(status: int) -> _Words:
    text = Text(
        en=f"The feed has moved, and the server does not say where (HTTP {status}).",
        fr=f"Le flux a déménagé, et le serveur ne dit pas où (HTTP {status}).",
    )
    return FailureKind.STATUS, text, advice.SUCCESSOR


_WORDS: Final[Mapping[int, _Words]] = {
    202: (
        FailureKind.STATUS,
        Text(
            en="The server prepares its answer, or tests who asks (HTTP 202).",
            fr="Le serveur prépare sa réponse, ou teste qui demande (HTTP 202).",
        ),
        advice.WAIT,
    ),
    204: (
        FailureKind.STATUS,
        Text(en="The server sends nothing (HTTP 204).", fr="Le serveur n'envoie rien (HTTP 204)."),
        advice.CHECK_URL,
    ),
    **{status: _without_target(status) for status in (300, 301, 302, 303, 307, 308)},
    304: (
        FailureKind.STATUS,
        Text(
            en="The server says that nothing has changed, though nothing was known (HTTP 304).",
            fr="Le serveur dit que rien n'a changé, alors que rien n'était connu (HTTP 304).",
        ),
        advice.TELL_PUBLISHER,
    ),
    401: _refused(
        FailureKind.LOGIN,
        401,
        "The feed wants a login",
        "Le flux demande une connexion",
        advice.OPEN_FEED,
    ),
    402: _refused(
        FailureKind.PAYWALL,
        402,
        "The feed is for subscribers",
        "Le flux est réservé aux abonnés",
        advice.OPEN_FEED,
    ),
    403: _refused(
        FailureKind.FORBIDDEN,
        403,
        "The server refuses access",
        "Le serveur refuse l'accès",
        advice.ASK,
    ),
    404: (
        FailureKind.NOT_FOUND,
        Text(en="There is nothing at this address (404).", fr="Rien à cette adresse (404)."),
        advice.CHECK_URL,
    ),
    406: _refused(
        FailureKind.STATUS,
        406,
        "The server has no form of the feed that Vigie reads",
        "Le serveur n'a pas de forme du flux que Vigie lise",
        advice.CHECK_URL,
    ),
    410: (
        FailureKind.GONE,
        Text(
            en="The publisher has removed the feed for good (410).",
            fr="L'éditeur a supprimé le flux pour de bon (410).",
        ),
        advice.SUCCESSOR,
    ),
    429: _busy(429),
    451: _refused(
        FailureKind.FORBIDDEN,
        451,
        "Blocked for legal reasons",
        "Bloqué pour des raisons juridiques",
        advice.ASK,
    ),
    503: _busy(503),
    511: (
        FailureKind.CONNECT,
        Text(
            en="The network of this machine wants a login before it lets anything out (511).",
            fr="Le réseau de cette machine demande une connexion avant de laisser sortir (511).",
        ),
        advice.OWN_CONNECTION,
    ),
    **{status: _behind(status) for status in (520, 521, 522, 523, 524, 525, 526, 530)},
}

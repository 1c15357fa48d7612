"""Why there is no article behind an entry, in words. Pure."""

from collections.abc import Mapping
from typing import Final

from bot.i18n import Text
from bot.model import FailureKind, FetchFailure, Missing, NoArticle

_REASONS: Final[Mapping[Missing, Text]] = {
    Missing.ADDRESS: Text(
        en="The entry's address cannot be asked: it is none, or leads into a private network.",
        fr="L'adresse de l'article ne peut pas être demandée : ce n'en est pas une, ou elle mène "
        "dans un réseau privé.",
    ),
    Missing.GONE: Text(
        en="The article's page is not there (any more).",
        fr="La page de l'article n'existe pas, ou plus.",
    ),
    Missing.BUSY: Text(
        en="The site is left alone for now: it asks for rest, or its feeds come first.",
        fr="Le site est laissé tranquille pour l'instant : il demande du répit, ou ses flux "
        "passent d'abord.",
    ),
    Missing.SLOW: Text(
        en="The article's page takes too long to come.",
        fr="La page de l'article met trop de temps à venir.",
    ),
    Missing.TOO_LARGE: Text(
        en="The article's page is too large.", fr="La page de l'article est trop volumineuse."
    ),
    Missing.WALL: Text(
        en="The site keeps programs away from its articles.",
        fr="Le site tient les robots à l'écart de ses articles.",
    ),
    Missing.LOGIN: Text(
        en="A login page stands before the article.",
        fr="Une page de connexion se dresse devant l'article.",
    ),
    Missing.CONSENT: Text(
        en="A page that asks for consent (cookies, privacy) stands before the article.",
        fr="Une page qui demande un consentement (cookies, vie privée) se dresse devant l'article.",
    ),
    Missing.PAYWALL: Text(
        en="The article is for subscribers.", fr="L'article est réservé aux abonnés."
    ),
    Missing.NOT_HTML: Text(
        en="What the entry leads to is no web page: a document, a video or the like.",
        fr="L'article ne mène pas à une page web : c'est un document, une vidéo ou autre chose.",
    ),
    Missing.HOME: Text(
        en="The site's front page came instead of the article.",
        fr="La page d'accueil du site est venue à la place de l'article.",
    ),
    Missing.OTHER: Text(
        en="The page is not about what the feed says: another article, or none.",
        fr="La page ne parle pas de ce qu'annonce le flux : un autre article, ou aucun.",
    ),
    Missing.SHORT: Text(
        en="There is hardly any text in the article's page; perhaps a program writes it.",
        fr="La page de l'article ne contient presque pas de texte ; un programme l'écrit "
        "peut-être.",
    ),
    Missing.RESERVED: Text(
        en="The page asks that its text be shown nowhere else (nosnippet).",
        fr="La page demande que son texte ne soit montré nulle part ailleurs (nosnippet).",
    ),
    Missing.UNREADABLE: Text(
        en="Reading the article's page took too much time or memory; it was given up.",
        fr="La lecture de la page a demandé trop de temps ou de mémoire ; elle a été abandonnée.",
    ),
}
_BY_FAILURE: Final[Mapping[FailureKind, Missing]] = {
    FailureKind.ADDRESS: Missing.ADDRESS,
    FailureKind.TIMEOUT: Missing.SLOW,
    FailureKind.TOO_LARGE: Missing.TOO_LARGE,
    FailureKind.FORBIDDEN: Missing.WALL,
    FailureKind.WALL: Missing.WALL,
    FailureKind.LOGIN: Missing.LOGIN,
    FailureKind.PAYWALL: Missing.PAYWALL,
    FailureKind.CONSENT: Missing.CONSENT,
    FailureKind.NOT_FOUND: Missing.GONE,
    FailureKind.GONE: Missing.GONE,
    FailureKind.BUSY: Missing.BUSY,
    FailureKind.HTML: Missing.OTHER,  # the domain is for sale
    FailureKind.BROKEN_FEED: Missing.UNREADABLE,
    FailureKind.PARSE_TIMEOUT: Missing.UNREADABLE,
}
_SPEAK_OF_FEEDS: Final = frozenset({FailureKind.STATUS})


def missing(why: Missing) -> NoArticle:
    """No article, for one of the reasons that explain themselves; not for `UNREACHABLE`."""
    return NoArticle(why, _REASONS[why])


def missing_by(failure: FetchFailure) -> NoArticle:
    """No article, because its page could not be had or read."""
    why = _BY_FAILURE.get(failure.kind)
    if why:
        return missing(why)
    if failure.kind in _SPEAK_OF_FEEDS and failure.status:
        return NoArticle(
            Missing.UNREACHABLE,
            Text(
                en=f"The server answers HTTP {failure.status} instead of the article.",
                fr=f"Le serveur répond HTTP {failure.status} à la place de l'article.",
            ),
        )
    return NoArticle(Missing.UNREACHABLE, failure.text)

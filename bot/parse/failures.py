"""Why no feed can be read in a document, in words, and what to do about it. Pure."""

from typing import Final

from bot.i18n import Text
from bot.model import FailureKind, FetchFailure


def broken(where: Text) -> FetchFailure:
    """Nothing could be saved; `where` is the place, in brackets, with a blank before."""
    return FetchFailure(
        FailureKind.BROKEN_FEED,
        Text(
            en=f"The document is broken; nothing in it could be read{where.en}.",
            fr=f"Le document est cassé ; rien n'y est lisible{where.fr}.",
        ),
        Text(
            en="Tell the publisher; Vigie reads it again when it is mended.",
            fr="Prévenez l'éditeur ; Vigie le relira quand il sera réparé.",
        ),
    )


_CHECK_ADDRESS: Final = Text(
    en="Check the address in feeds.yaml: it should be that of an RSS, Atom or JSON feed.",
    fr="Vérifiez l'adresse dans feeds.yaml : ce doit être celle d'un flux RSS, Atom ou JSON.",
)
EMPTY: Final = FetchFailure(
    FailureKind.NOT_A_FEED,
    Text(en="The answer is empty.", fr="La réponse est vide."),
    _CHECK_ADDRESS,
)
NO_FEED: Final = FetchFailure(
    FailureKind.NOT_A_FEED,
    Text(
        en="This is neither RSS, Atom nor JSON Feed.",
        fr="Ce n'est ni du RSS, ni de l'Atom, ni du JSON Feed.",
    ),
    _CHECK_ADDRESS,
)
PAGE: Final = FetchFailure(
    FailureKind.HTML,
    Text(
        en="A web page came instead of a feed: the site's own address, a login or a consent page.",
        fr="Une page web est venue à la place d'un flux : l'adresse du site, une page de connexion "
        "ou de consentement.",
    ),
    Text(
        en="Look on the site for its RSS link, and put that address into feeds.yaml.",
        fr="Cherchez le lien RSS du site, et mettez cette adresse dans feeds.yaml.",
    ),
)

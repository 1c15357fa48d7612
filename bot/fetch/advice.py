"""What to do about a feed that cannot be had."""

from typing import Final

from bot.i18n import Text

WAIT: Final = Text(
    en="Nothing to do now: Vigie tries again, less and less often.",
    fr="Rien à faire pour l'instant : Vigie réessaie, de moins en moins souvent.",
)
CHECK_URL: Final = Text(
    en="Open the address in a browser and check it in feeds.yaml.",
    fr="Ouvrez l'adresse dans un navigateur et vérifiez-la dans feeds.yaml.",
)
ASK: Final = Text(
    en="Ask the publisher for another feed address, or see in a browser what is wanted.",
    fr="Demandez à l'éditeur une autre adresse, ou voyez dans un navigateur ce qu'il exige.",
)
TELL_PUBLISHER: Final = Text(
    en="Tell the publisher: only they can mend it. Vigie tries again meanwhile.",
    fr="Prévenez l'éditeur : lui seul peut y remédier. Vigie réessaie entre-temps.",
)
LET_IN: Final = Text(
    en="Ask the publisher to let feed readers through to this address, or for another one.",
    fr="Demandez à l'éditeur de laisser passer les lecteurs de flux, ou une autre adresse.",
)
OPEN_FEED: Final = Text(
    en="Look for a feed that is open to all, or ask the publisher for one.",
    fr="Cherchez un flux ouvert à tous, ou demandez-en un à l'éditeur.",
)
OWN_CONNECTION: Final = Text(
    en="If other feeds say the same, check this machine's own connection.",
    fr="Si d'autres flux disent de même, vérifiez la connexion de cette machine.",
)
SUCCESSOR: Final = Text(
    en="Find its successor or remove the source from feeds.yaml.",
    fr="Trouvez son successeur ou retirez la source de feeds.yaml.",
)

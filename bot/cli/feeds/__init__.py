"""`vigie feeds …`: everything about the sources of feeds.yaml, one file per command."""

import click

from bot.cli.entry import group
from bot.i18n import Lang, Text

FEEDS = {
    "list": Text(
        en="Every source in a line, the worst first.",
        fr="Chaque source en une ligne, les pires d'abord.",
    ),
    "show": Text(en="All that is known of one source.", fr="Tout ce que l'on sait d'une source."),
    "check": Text(
        en="Look whether a feed is in good health.", fr="Voir si un flux est en bonne santé."
    ),
    "add": Text(
        en="Add a source, by the address of its feed or site.",
        fr="Ajouter une source, par l'adresse de son flux ou de son site.",
    ),
    "pause": Text(
        en="Stop polling a source, and keep it.", fr="Ne plus relever une source, et la garder."
    ),
    "resume": Text(en="Poll a paused source again.", fr="Relever de nouveau une source en pause."),
    "poll": Text(
        en="Have a source polled as soon as it allows.",
        fr="Faire relever une source dès qu'elle le permet.",
    ),
    "remove": Text(en="Take a source out of feeds.yaml.", fr="Retirer une source de feeds.yaml."),
    "import": Text(
        en="Add the feeds of another reader's list (OPML).",
        fr="Ajouter les flux de la liste d'un autre lecteur (OPML).",
    ),
    "export": Text(
        en="Write the sources as a list for other readers (OPML).",
        fr="Écrire les sources en une liste pour d'autres lecteurs (OPML).",
    ),
}

HELP = Text(
    en="What is changed here is changed in feeds.yaml, whose comments and order stay; Vigie, if "
    "it runs, takes it up within seconds.\n\nExample:\n\n  vigie feeds add lemonde.fr",
    fr="Ce qui est modifié ici l'est dans feeds.yaml, dont les commentaires et l'ordre restent ; "
    "Vigie, si elle tourne, l'adopte en quelques secondes.\n\n"
    "Exemple :\n\n  vigie feeds add lemonde.fr",
)


def command(lang: Lang) -> click.Command:
    """The group of commands, speaking `lang`."""
    return group("feeds", FEEDS, HELP, lang)

"""`vigie rules …`: everything about the rules of feeds.yaml, one file per command."""

import click

from bot.cli.entry import group
from bot.i18n import Lang, Text

RULES = {
    "list": Text(
        en="Every rule in a line: what it looks for, its state, its matches.",
        fr="Chaque règle en une ligne : ce qu'elle cherche, son état, ses correspondances.",
    ),
    "show": Text(
        en="One rule in full, and its last changes.",
        fr="Une règle en entier, et ses derniers changements.",
    ),
    "test": Text(
        en="What a rule would have caught in the past.",
        fr="Ce qu'une règle aurait attrapé dans le passé.",
    ),
    "add": Text(en="Add a rule to feeds.yaml.", fr="Ajouter une règle à feeds.yaml."),
    "edit": Text(
        en="Change a rule: its expression, its options.",
        fr="Modifier une règle : son expression, ses options.",
    ),
    "mute": Text(
        en="Silence a rule for some time.", fr="Mettre une règle en sourdine un certain temps."
    ),
    "remove": Text(en="Take a rule out of feeds.yaml.", fr="Retirer une règle de feeds.yaml."),
    "history": Text(
        en="Who changed which rule, when and how.",
        fr="Qui a changé quelle règle, quand et comment.",
    ),
    "undo": Text(en="Take the last change back.", fr="Annuler le dernier changement."),
    "lint": Text(
        en="What is odd about the rules: never matching, superfluous, silent …",
        fr="Ce qui cloche dans les règles : sans effet, superflu, muet…",
    ),
    "noise": Text(en="Which rules talk too much.", fr="Quelles règles parlent trop."),
}

HELP = Text(
    en="What is changed here is changed in feeds.yaml, whose comments and order stay; Vigie, if "
    "it runs, takes it up within seconds. Every change is recorded and can be undone.\n\n"
    "Example:\n\n  vigie rules add 'Chine + drones + Russie' --to veille",
    fr="Ce qui est modifié ici l'est dans feeds.yaml, dont les commentaires et l'ordre restent ; "
    "Vigie, si elle tourne, l'adopte en quelques secondes. Tout changement est noté et peut être "
    "annulé.\n\nExemple :\n\n  vigie rules add 'Chine + drones + Russie' --to veille",
)


def command(lang: Lang) -> click.Command:
    """The group of commands, speaking `lang`."""
    return group("rules", RULES, HELP, lang)

"""`vigie outbox …`: what is not sent, why, and what a person decides on it."""

import click

from bot.cli.entry import group
from bot.i18n import Lang, Text

OUTBOX = {
    "list": Text(
        en="What is not sent, and why; what waits for you comes first.",
        fr="Ce qui n'est pas parti, et pourquoi ; d'abord ce qui vous attend.",
    ),
    "show": Text(en="All that is known of one post.", fr="Tout ce que l'on sait d'un message."),
    "retry": Text(
        en="Send posts again, or sooner.", fr="Envoyer des messages de nouveau, ou plus tôt."
    ),
    "drop": Text(
        en="Send posts no more; this can be undone.",
        fr="Ne plus envoyer des messages ; cela se défait.",
    ),
}

HELP = Text(
    en="What is decided here is written into the database; Vigie, if it runs, takes it up within "
    "seconds. Nothing is ever deleted.\n\n"
    "A post is held when its answer never came and nothing can tell whether it arrived: look in "
    "the channel, then retry or drop it. One that is refused for good comes with Telegram's "
    "reason: mend that, then retry it. What waits for a channel that cannot be reached goes out "
    "by itself when it can.\n\nExamples:\n\n  vigie outbox list\n\n"
    "  vigie outbox retry --channel veille",
    fr="Ce qui est décidé ici est écrit dans la base de données ; Vigie, si elle tourne, l'adopte "
    "en quelques secondes. Rien n'est jamais effacé.\n\n"
    "Un message est retenu quand la réponse n'est jamais venue et que rien ne dit s'il est "
    "arrivé : regardez dans le canal, puis renvoyez-le (retry) ou abandonnez-le (drop). Celui qui "
    "est refusé définitivement porte la raison de Telegram : corrigez, puis renvoyez-le. Ce qui "
    "attend un canal injoignable part de lui-même dès qu'il répond.\n\nExemples :\n\n"
    "  vigie outbox list\n\n  vigie outbox retry --channel veille",
)


def command(lang: Lang) -> click.Command:
    """The group of commands, speaking `lang`."""
    return group("outbox", OUTBOX, HELP, lang)

"""What the Bot API answers when it refuses, and what a person can do about it.

The descriptions are those of the official server (tdlib/telegram-bot-api and td) and of
Telegram itself (the ones in capitals). They are the only way to tell the cases apart: the
protocol has no error numbers beyond the HTTP status.
"""

import re
from dataclasses import dataclass
from typing import Final

from bot.i18n import Text
from bot.model import SendProblem


@dataclass(frozen=True, slots=True)
class Refusal:
    """A known answer: how to recognise it, and what it means.

    `pattern` is searched in the lower-cased description. `problem` is None when the answer says
    that what was asked is already so. In the texts, ``{chat}`` stands for the address.
    """

    pattern: re.Pattern[str]
    problem: SendProblem | None
    text: Text
    hint: Text | None = None


def _refusal(
    pattern: str, problem: SendProblem | None, text: Text, hint: Text | None = None
) -> Refusal:
    return Refusal(re.compile(pattern), problem, text, hint)


LET_IN: Final = Text(
    en="Add the bot to {chat} as an administrator with the right to post messages.",
    fr="Ajoutez le bot à {chat} comme administrateur avec le droit de publier des messages.",
)
_PRESS_START: Final = Text(
    en="The person has to open the bot in Telegram and press Start.",
    fr="La personne doit ouvrir le bot dans Telegram et appuyer sur « Démarrer ».",
)
_REMOVE: Final = Text(
    en="Remove {chat} from the channels in feeds.yaml, or put another address there.",
    fr="Retirez {chat} des canaux de feeds.yaml, ou mettez-y une autre adresse.",
)
_REPORT: Final = Text(
    en="This is a mistake in Vigie: please report it with the log.",
    fr="C'est une erreur de Vigie : merci de la signaler avec le journal.",
)

NOT_ALLOWED: Final = Text(
    en="The bot may not post in {chat}.", fr="Le bot n'a pas le droit de publier dans {chat}."
)
NOT_THERE: Final = Text(en="The bot is not in {chat}.", fr="Le bot n'est pas dans {chat}.")
REMOVED: Final = Text(en="The bot was removed from {chat}.", fr="Le bot a été retiré de {chat}.")

REFUSALS: Final = (
    # Nothing left to do.
    _refusal(
        r"message is not modified",
        None,
        Text(en="The post already reads so.", fr="Le message est déjà ainsi."),
    ),
    _refusal(
        r"message to delete not found",
        None,
        Text(en="The post is already deleted.", fr="Le message est déjà supprimé."),
    ),
    _refusal(
        r"query is too old|query_id_invalid",
        None,
        Text(en="The press of the button has expired.", fr="L'appui sur le bouton a expiré."),
    ),
    # The text.
    _refusal(
        r"can't parse entities",
        SendProblem.BAD_MARKUP,
        Text(
            en="Telegram cannot read the post's markup.",
            fr="Telegram ne peut pas lire la mise en forme du message.",
        ),
        _REPORT,
    ),
    _refusal(
        r"(text|message|caption) is too long|message_too_long|media_caption_too_long",
        SendProblem.TOO_LONG,
        Text(en="The post is too long for Telegram.", fr="Le message est trop long pour Telegram."),
        _REPORT,
    ),
    _refusal(
        r"button_url_invalid|keyboard button url|wrong type of the web page content"
        r"|failed to get http url content|wrong http url specified"
        r"|webpage_media_empty|webpage_curl_failed|webpage_url_invalid",
        SendProblem.BAD_EXTRA,
        Text(
            en="Telegram refuses the link of a button or of the preview.",
            fr="Telegram refuse le lien d'un bouton ou de l'aperçu.",
        ),
    ),
    _refusal(
        r"message to be replied not found|message thread not found|topic_deleted",
        SendProblem.REPLY_GONE,
        Text(
            en="The topic or message to answer in {chat} is gone.",
            fr="Le sujet ou le message auquel répondre dans {chat} n'existe plus.",
        ),
    ),
    _refusal(
        r"message to (edit|forward|copy) not found|message can't be edited"
        r"|there is no (text|caption) in the message to edit|message_id_invalid",
        SendProblem.EDIT_GONE,
        Text(
            en="The post in {chat} is gone or cannot be changed.",
            fr="Le message dans {chat} n'existe plus ou ne peut pas être modifié.",
        ),
    ),
    # The chat.
    _refusal(
        r"group chat was deleted|user is deactivated|input_user_deactivated",
        SendProblem.UNREACHABLE,
        Text(en="{chat} no longer exists.", fr="{chat} n'existe plus."),
        _REMOVE,
    ),
    _refusal(
        r"blocked by the user|user_is_blocked",
        SendProblem.UNREACHABLE,
        Text(
            en="The person at {chat} has blocked the bot.",
            fr="La personne de {chat} a bloqué le bot.",
        ),
        Text(
            en="They can unblock it in Telegram; else remove {chat} from feeds.yaml.",
            fr="Elle peut le débloquer dans Telegram ; sinon, retirez {chat} de feeds.yaml.",
        ),
    ),
    _refusal(
        r"private chat not found|can't initiate conversation",
        SendProblem.UNREACHABLE,
        Text(
            en="The person at {chat} has not started the bot.",
            fr="La personne de {chat} n'a pas démarré le bot.",
        ),
        _PRESS_START,
    ),
    _refusal(
        r"can't send messages to (the bot|bots)|user_is_bot",
        SendProblem.UNREACHABLE,
        Text(
            en="{chat} is a bot: bots cannot write to each other.",
            fr="{chat} est un bot : les bots ne peuvent pas s'écrire entre eux.",
        ),
        _REMOVE,
    ),
    _refusal(r"bot was kicked", SendProblem.UNREACHABLE, REMOVED, LET_IN),
    _refusal(r"bot is not a member", SendProblem.UNREACHABLE, NOT_THERE, LET_IN),
    _refusal(
        r"chat not found|peer_id_invalid|channel_private",
        SendProblem.UNREACHABLE,
        Text(
            en="Telegram finds no chat {chat} that the bot can see.",
            fr="Telegram ne trouve pas de salon {chat} que le bot puisse voir.",
        ),
        Text(
            en="Check the address in feeds.yaml, then add the bot to {chat} as an administrator "
            "with the right to post messages.",
            fr="Vérifiez l'adresse dans feeds.yaml, puis ajoutez le bot à {chat} comme "
            "administrateur avec le droit de publier des messages.",
        ),
    ),
    _refusal(
        r"topic_closed",
        SendProblem.UNREACHABLE,
        Text(en="The topic in {chat} is closed.", fr="Le sujet dans {chat} est fermé."),
        Text(
            en="Reopen the topic, or let the bot manage topics.",
            fr="Rouvrez le sujet, ou donnez au bot le droit de gérer les sujets.",
        ),
    ),
    _refusal(
        r"administrator rights|not enough rights|no write access|chat_write_forbidden"
        r"|chat_admin_required|chat_restricted|member list is inaccessible",
        SendProblem.UNREACHABLE,
        NOT_ALLOWED,
        LET_IN,
    ),
)
"""The first whose pattern is found decides."""

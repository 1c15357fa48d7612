"""What each setting is and what may be written there, in both languages.

The errors quote it, and the operator's documentation is checked against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.i18n import Text


def _same(words: str) -> Text:
    return Text(en=words, fr=words)


@dataclass(frozen=True, slots=True)
class About:
    """What a setting is, what may be written there, and what holds when nothing is."""

    what: Text
    expected: Text
    default: Text


ABOUT: Final[Mapping[str, About]] = MappingProxyType(
    {
        "telegram_bot_token": About(
            what=Text(
                en="The bot's token, from @BotFather. Without it nothing is sent (dry run).",
                fr="Le jeton du bot, donné par @BotFather. Sans lui, rien n'est envoyé (marche à "
                "blanc).",
            ),
            expected=Text(
                en="the token as @BotFather gives it: digits, a colon, letters and digits",
                fr="le jeton tel que le donne @BotFather : des chiffres, deux-points, des lettres "
                "et des chiffres",
            ),
            default=Text(en="none", fr="aucun"),
        ),
        "telegram_api_url": About(
            what=Text(
                en="The Bot API server, for those who run their own.",
                fr="Le serveur de l'API des bots, pour qui héberge le sien.",
            ),
            expected=Text(
                en="an address such as `https://api.telegram.org`, without the token",
                fr="une adresse telle que `https://api.telegram.org`, sans le jeton",
            ),
            default=_same("https://api.telegram.org"),
        ),
        "data_dir": About(
            what=Text(
                en="The directory of the database; made when it is missing.",
                fr="Le dossier de la base de données ; créé s'il manque.",
            ),
            expected=Text(en="a path", fr="un chemin"),
            default=_same("./data"),
        ),
        "database_url": About(
            what=Text(en="Where everything is remembered.", fr="Où tout est gardé en mémoire."),
            expected=Text(en="`sqlite:///path/to/vigie.db`", fr="`sqlite:///chemin/vers/vigie.db`"),
            default=Text(
                en="vigie.db in the data directory", fr="vigie.db dans le dossier de données"
            ),
        ),
        "watchlist": About(
            what=Text(
                en="The file of sources, channels and rules.",
                fr="Le fichier des sources, des canaux et des règles.",
            ),
            expected=Text(en="the path of a file", fr="le chemin d'un fichier"),
            default=Text(
                en="feeds.yaml in the current directory, else the one that comes with Vigie",
                fr="feeds.yaml dans le dossier courant, sinon celui livré avec Vigie",
            ),
        ),
        "lang": About(
            what=Text(
                en="The language of commands and errors.",
                fr="La langue des commandes et des erreurs.",
            ),
            expected=Text(en="`fr` or `en`", fr="`fr` ou `en`"),
            default=Text(
                en="that of LC_ALL, LC_MESSAGES or LANG", fr="celle de LC_ALL, LC_MESSAGES ou LANG"
            ),
        ),
        "log_level": About(
            what=Text(en="The least that the log tells.", fr="Le minimum que dit le journal."),
            expected=Text(
                en="`debug`, `info`, `warning` or `error`",
                fr="`debug`, `info`, `warning` ou `error`",
            ),
            default=_same("info"),
        ),
        "log_format": About(
            what=Text(
                en="The log's form; `auto` is console on a terminal and JSON elsewhere.",
                fr="La forme du journal ; `auto` : console sur un terminal, JSON ailleurs.",
            ),
            expected=Text(en="`auto`, `console` or `json`", fr="`auto`, `console` ou `json`"),
            default=_same("auto"),
        ),
        "allow_private_hosts": About(
            what=Text(
                en="Whether feeds on private addresses and unusual ports may be fetched. Only for "
                "a closed network: feeds could then reach your own machines.",
                fr="Si les flux d'adresses privées et de ports inhabituels peuvent être relevés. "
                "Pour un réseau fermé seulement : un flux pourrait atteindre vos machines.",
            ),
            expected=Text(en="`yes` or `no`", fr="`oui` ou `non`"),
            default=Text(en="no", fr="non"),
        ),
        "polls_per_day": About(
            what=Text(
                en="How often a source is looked at, on average: those that publish much more "
                "often than that, the others less. A source with `every` keeps to it.",
                fr="Combien de fois une source est relevée, en moyenne : plus souvent celles qui "
                "publient beaucoup, moins souvent les autres. Une source qui a un `every` s'y "
                "tient.",
            ),
            expected=Text(en="a number from 4 to 288", fr="un nombre de 4 à 288"),
            default=_same("96"),
        ),
        "fetch_timeout": About(
            what=Text(
                en="How long a feed may take to arrive, in all.",
                fr="Le temps qu'un flux peut mettre à arriver, en tout.",
            ),
            expected=Text(
                en="a duration from `1s` to `5m`, such as `30s`",
                fr="une durée de `1s` à `5m`, telle que `30s`",
            ),
            default=_same("30s"),
        ),
        "fetch_max_bytes": About(
            what=Text(
                en="The largest feed that is read, decompressed.",
                fr="Le plus gros flux qui est lu, une fois décompressé.",
            ),
            expected=Text(
                en="a size from `10kB` to `100MB`, such as `10MB`",
                fr="une taille de `10ko` à `100Mo`, telle que `10Mo`",
            ),
            default=Text(en="10MB", fr="10Mo"),
        ),
        "concurrency": About(
            what=Text(
                en="How many feeds are fetched at the same time.",
                fr="Combien de flux sont relevés en même temps.",
            ),
            expected=Text(en="a number from 1 to 1000", fr="un nombre de 1 à 1000"),
            default=_same("32"),
        ),
        "parse_workers": About(
            what=Text(
                en="How many processes read the feeds' contents.",
                fr="Combien de processus lisent le contenu des flux.",
            ),
            expected=Text(en="a number from 1 to 64", fr="un nombre de 1 à 64"),
            default=_same("1"),
        ),
        "backlog": About(
            what=Text(
                en="What a source that is new tells of the articles that it already has, when "
                "nothing was said on adding it: nothing, the last three, those young enough for "
                "their rule together in one digest, or each of these in a post.",
                fr="Ce qu'une source nouvelle dit des articles qu'elle a déjà, si rien n'a été dit "
                "en l'ajoutant : rien, les trois derniers, ceux qui sont assez récents pour leur "
                "règle réunis en un résumé, ou chacun de ceux-là dans un message.",
            ),
            expected=Text(
                en="`none`, `last`, `digest` or `all`", fr="`none`, `last`, `digest` ou `all`"
            ),
            default=_same("digest"),
        ),
        "full_text": About(
            what=Text(
                en="Whether the page of an article is read once a rule has hit it. Without it the "
                "feeds' texts serve, and more posts tell the same story.",
                fr="Lire ou non la page d'un article qu'une règle a retenu. Sans cela, le texte "
                "des flux sert, et davantage de messages racontent le même sujet.",
            ),
            expected=Text(en="`yes` or `no`", fr="`oui` ou `non`"),
            default=Text(en="yes", fr="oui"),
        ),
        "keep_articles": About(
            what=Text(
                en="How long the texts of those pages are kept.",
                fr="Combien de temps les textes de ces pages sont gardés.",
            ),
            expected=Text(
                en="from `1d` to `365d`, such as `7d`", fr="de `1d` à `365d`, par exemple `7d`"
            ),
            default=_same("7d"),
        ),
        "public_url": About(
            what=Text(
                en="The address under which this Vigie can be reached from the internet. With it, "
                "feeds that offer WebSub are pushed within seconds; without it WebSub is off.",
                fr="L'adresse sous laquelle cette Vigie est joignable depuis Internet. Avec elle, "
                "les flux qui proposent WebSub sont poussés en quelques secondes ; sans elle, "
                "WebSub est coupé.",
            ),
            expected=Text(
                en="an address such as `https://vigie.example.org`",
                fr="une adresse telle que `https://vigie.example.org`",
            ),
            default=Text(en="none", fr="aucune"),
        ),
        "telegram_updates": About(
            what=Text(
                en="How Vigie hears of pressed buttons, commands and rights: it asks Telegram "
                "again and again (`poll`), or Telegram sends them to `VIGIE_PUBLIC_URL`, which "
                "must be HTTPS then (`webhook`).",
                fr="Comment Vigie apprend les boutons pressés, les commandes et les droits : elle "
                "les demande sans cesse à Telegram (`poll`), ou Telegram les envoie à "
                "`VIGIE_PUBLIC_URL`, qui doit alors être en HTTPS (`webhook`).",
            ),
            expected=Text(en="`poll` or `webhook`", fr="`poll` ou `webhook`"),
            default=_same("poll"),
        ),
        "port": About(
            what=Text(
                en="The port to listen on for WebSub hubs and Telegram, on all of the machine's "
                "addresses. Without it Vigie listens on this machine only, on port 8080, for a "
                "proxy in front of it.",
                fr="Le port où écouter les hubs WebSub et Telegram, sur toutes les adresses de la "
                "machine. "
                "Sans lui, Vigie n'écoute que sur cette machine, au port 8080, derrière un "
                "serveur mandataire.",
            ),
            expected=Text(en="a number from 1 to 65535", fr="un nombre de 1 à 65535"),
            default=Text(en="none", fr="aucun"),
        ),
        "contact": About(
            what=Text(
                en="Who to write to about this bot: told to publishers in the User-Agent.",
                fr="À qui écrire au sujet de ce bot : dit aux éditeurs dans le User-Agent.",
            ),
            expected=Text(
                en="an e-mail address or a page's address, without accents",
                fr="une adresse de courriel ou de page, sans accents",
            ),
            default=Text(en="none", fr="aucun"),
        ),
        "operations_chat": About(
            what=Text(
                en="A private group of the bot: troubles of feeds, channels and posts are told "
                "there, and it forwards posts there for a moment to find out whether one that was "
                "never confirmed arrived.",
                fr="Un groupe privé du bot : les ennuis des flux, des canaux et des messages y "
                "sont dits, et il y transfère un instant des messages pour savoir si celui qui n'a "
                "jamais été confirmé est arrivé.",
            ),
            expected=Text(
                en="`@channel_name` or a numeric chat id",
                fr="`@nom_du_canal` ou un identifiant numérique",
            ),
            default=Text(en="none", fr="aucun"),
        ),
        "on_uncertain": About(
            what=Text(
                en="What to do with a post of which nothing can tell whether it arrived: wait for "
                "a person and the next start, send it again once (perhaps twice), or drop it "
                "(perhaps never).",
                fr="Que faire d'un message dont rien ne dit s'il est arrivé : attendre une "
                "personne, le renvoyer (peut-être deux fois), ou l'abandonner (peut-être jamais).",
            ),
            expected=Text(en="`hold`, `resend` or `skip`", fr="`hold`, `resend` ou `skip`"),
            default=_same("hold"),
        ),
        "summary_model": About(
            what=Text(
                en="A language model that writes the summaries, where what it writes passes the "
                "checks; needs OPENAI_API_KEY as well. Articles are sent to that endpoint. "
                "Without it summaries are made of the articles' own sentences.",
                fr="Un modèle de langue qui écrit les résumés, quand ce qu'il écrit passe les "
                "contrôles ; il faut aussi OPENAI_API_KEY. Les articles sont envoyés à ce "
                "service. Sans lui, les résumés sont faits des phrases des articles.",
            ),
            expected=Text(
                en="the model's name, as its endpoint calls it",
                fr="le nom du modèle, tel que son service l'appelle",
            ),
            default=Text(en="none", fr="aucun"),
        ),
        "openai_base_url": About(
            what=Text(
                en="The endpoint of that model: OpenAI's, or any that speaks like it (Mistral, "
                "Ollama, vLLM, llama.cpp …).",
                fr="Le service de ce modèle : celui d'OpenAI, ou tout autre qui parle comme lui "
                "(Mistral, Ollama, vLLM, llama.cpp…).",
            ),
            expected=Text(
                en="an address such as `http://localhost:11434/v1`",
                fr="une adresse telle que `http://localhost:11434/v1`",
            ),
            default=_same("https://api.openai.com/v1"),
        ),
        "openai_api_key": About(
            what=Text(
                en="The key of that endpoint; any word for one that asks for none.",
                fr="La clé de ce service ; un mot quelconque s'il n'en demande pas.",
            ),
            expected=Text(
                en="the key, in ASCII and without spaces", fr="la clé, en ASCII et sans espaces"
            ),
            default=Text(en="none", fr="aucune"),
        ),
    }
)

"""From the command line's words to a command and an exit code (BSD's sysexits.h)."""

import errno
import gc
import importlib
import os
import re
import sys
from collections.abc import Mapping, Sequence
from io import StringIO
from keyword import iskeyword
from pathlib import Path
from typing import Any

import click

from bot import __version__
from bot.cli.words import speak
from bot.errors import VigieError, WatchlistError
from bot.i18n import LANGS, Lang, Text, lang_from
from bot.watchlist.report import render_problems

EX_OK = 0
EX_USAGE = 64
EX_NOINPUT = 66
EX_IOERR = 74
EX_NOPERM = 77
EX_SIGINT = 130
EX_SIGPIPE = 141
"""As a shell counts a program that nobody listens to any more (128 + SIGPIPE)."""

NEW_OBJECTS = 50_000
"""Between two looks for garbage. Imports make objects by the hundred thousand that stay: looking at
them after every 700, as Python does by itself, costs a seventh of the start."""

COMMANDS = {
    "demo": Text(
        en="See it work: sample feeds, a local Telegram, no token, no internet.",
        fr="Le voir marcher : flux d'exemple, Telegram local, sans jeton ni internet.",
    ),
    "run": Text(
        en="Watch the feeds and send the alerts, until Ctrl-C.",
        fr="Surveiller les flux et envoyer les alertes, jusqu'à Ctrl-C.",
    ),
    "once": Text(
        en="Poll what is due, send what is owed, and stop.",
        fr="Relever ce qui est dû, envoyer ce qui attend, puis s'arrêter.",
    ),
    "check": Text(
        en="Read feeds.yaml and say everything that is wrong in it.",
        fr="Lire feeds.yaml et dire tout ce qui n'y va pas.",
    ),
    "feeds": Text(
        en="The sources: list, look into, add, pause, import and export.",
        fr="Les sources : lister, examiner, ajouter, mettre en pause, importer, exporter.",
    ),
    "rules": Text(
        en="The rules: list, try, edit, mute, and what was changed.",
        fr="Les règles : lister, essayer, modifier, mettre en sourdine, et ce qui a changé.",
    ),
    "explain": Text(
        en="Try a rule on a text: does it match, and why.",
        fr="Essayer une règle sur un texte : correspond-elle, et pourquoi.",
    ),
    "stories": Text(
        en="What was told of late: which articles make one story, and why.",
        fr="Ce qui a été raconté : quels articles font un même sujet, et pourquoi.",
    ),
    "outbox": Text(
        en="The posts that are not sent: why, and what to do about them.",
        fr="Les messages qui ne sont pas partis : pourquoi, et qu'en faire.",
    ),
    "concepts": Text(
        en="The names in every language that a rule may use: @China, @NATO, and your own.",
        fr="Les noms dans toutes les langues pour vos règles : @Chine, @OTAN, et les vôtres.",
    ),
    "status": Text(
        en="How things stand: feeds, matches, posts.",
        fr="Où en sont les choses : flux, correspondances, messages.",
    ),
    "migrate": Text(
        en="Bring the database to this version (run does it by itself).",
        fr="Mettre la base de données à cette version (run le fait de lui-même).",
    ),
}

ABOUT = Text(
    en="Vigie watches news feeds and posts one clear Telegram alert per story.\n\n"
    "Begin with `vigie demo`; then write your sources, channels and rules in feeds.yaml, "
    "try them with `vigie check`, and start with `vigie run`.",
    fr="Vigie surveille des flux d'actualité et publie sur Telegram une alerte claire par "
    "sujet.\n\nCommencez par `vigie demo` ; écrivez ensuite vos sources, vos canaux et vos "
    "règles dans feeds.yaml, vérifiez-les avec `vigie check`, et lancez `vigie run`.",
)
LANG_HELP = Text(en="Language of what is said.", fr="Langue de ce qui est dit.")
ARGUMENTS = Text(en="COMMAND [ARGUMENTS]", fr="COMMANDE [ARGUMENTS]")
VERSION_HELP = Text(en="Show the version and exit.", fr="Afficher la version et quitter.")


class Commands(click.Group):
    """The commands by name; the module of one is imported when it is called, not before."""

    def __init__(
        self, lang: Lang, abouts: Mapping[str, Text], package: str, **options: Any
    ) -> None:
        # Never run: click looks among them for the one that was meant.
        super().__init__(commands={name: click.Command(name) for name in abouts}, **options)
        self.lang = lang
        self.abouts = abouts
        self.package = package

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order a newcomer needs them."""
        return list(self.abouts)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import a command."""
        if cmd_name not in self.abouts:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        module = importlib.import_module(f"{self.package}.{name}")
        command: click.Command = module.command(self.lang)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands without importing them."""
        heading = Text(en="Commands", fr="Commandes ").into(self.lang)
        with formatter.section(heading):
            formatter.write_dl(
                [(name, about.into(self.lang)) for name, about in self.abouts.items()]
            )


def group(name: str, abouts: Mapping[str, Text], more: Text, lang: Lang) -> click.Command:
    """The command `name`, which has commands of its own in the package of that name."""
    return Commands(
        lang,
        abouts,
        f"bot.cli.{name}",
        name=name,
        help=f"{COMMANDS[name].into(lang)}\n\n{more.into(lang)}",
        options_metavar="[OPTIONS]",
        subcommand_metavar=ARGUMENTS.into(lang),
    )


def root(lang: Lang) -> click.Command:
    """The command `vigie`, speaking `lang`."""
    return Commands(
        lang,
        COMMANDS,
        "bot.cli",
        name="vigie",
        help=ABOUT.into(lang),
        options_metavar="[OPTIONS]",
        subcommand_metavar=ARGUMENTS.into(lang),
        params=[
            click.Option(
                ["--lang"],
                type=click.Choice(LANGS, case_sensitive=False),
                help=LANG_HELP.into(lang),
            ),
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                help=VERSION_HELP.into(lang),
                callback=_print_version,
            ),
        ],
        callback=lambda lang: None,  # noqa: ARG005 - read before parsing, by `language`
    )


def _print_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's signature
    if wanted:
        click.echo(f"vigie {__version__}")
        ctx.exit()


def language(arguments: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """The language to speak: ``--lang``, VIGIE_LANG (there or in `.env`), then the locale."""
    for index, word in enumerate(arguments):
        name, _, value = word.partition("=")
        asked = value or "".join(arguments[index + 1 : index + 2])
        if name == "--lang" and asked.lower() in LANGS:
            return lang_from(asked)
    locale = ("LC_ALL", "LC_MESSAGES", "LANG")
    wishes = [environ.get("VIGIE_LANG"), _lang_in_file(), *map(environ.get, locale)]
    return lang_from(next(filter(None, wishes), None))


def _lang_in_file(file: Path = Path(".env")) -> str:
    """VIGIE_LANG of `.env`, even where the settings as a whole are wrong: errors speak it too."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):  # said in full by whoever reads the settings
        return ""
    found = re.findall(r"^\s*(?:export\s+)?VIGIE_LANG\s*=\s*[\"']?(\w+)", text, re.MULTILINE)
    return str(found[-1]) if found else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `vigie`; returns the exit code."""
    gc.set_threshold(NEW_OBJECTS)
    words = list(sys.argv[1:] if arguments is None else arguments)
    lang = language(words, os.environ)
    speak(lang)
    try:
        code = _run(words, lang)
        sys.stdout.flush()  # here, where a full disk or a closed pipe can still be told
    except (KeyboardInterrupt, click.Abort):
        return EX_SIGINT
    except (BrokenPipeError, SystemExit):  # SystemExit: so click and rich end for want of a reader
        _write_no_more()
        return EX_SIGPIPE
    except OSError as error:  # what no room has foreseen: still the machine's trouble, not a bug
        return _tell(error, lang)
    return code


def _run(words: list[str], lang: Lang) -> int:
    try:
        code = root(lang).main(_arranged(words), prog_name="vigie", standalone_mode=False)
    except click.ClickException as error:
        _show(error)
        return EX_USAGE
    except VigieError as error:
        if isinstance(error, WatchlistError):
            click.echo(render_problems(error.path, error.problems, lang) + "\n", err=True)
        click.secho(error.told(lang), fg="red", err=True)
        return error.exit_code
    return code if isinstance(code, int) else EX_OK


def _show(error: click.ClickException) -> None:
    """What is wrong comes first, how the command is called after it.

    The commands themselves refuse what they were given (`click.BadParameter` without a parameter):
    their sentence says all, and how the command is called is no answer to it.
    """
    if isinstance(error, click.BadParameter) and not (error.param or error.param_hint):
        click.secho(error.message, fg="red", err=True)
        return
    told = StringIO()
    error.show(told)
    usage, _, message = told.getvalue().rstrip().rpartition("\n\n")
    click.secho(message, fg="red", err=True)
    if usage:
        click.echo(usage, err=True)


def _write_no_more() -> None:
    """Let the interpreter flush into nothing at its end."""
    with open(os.devnull, "w") as nothing:  # noqa: PTH123 - only its descriptor is wanted
        os.dup2(nothing.fileno(), sys.stdout.fileno())


def _tell(error: OSError, lang: Lang) -> int:
    reasons = {
        errno.EACCES: Text(en="permission denied", fr="accès refusé"),
        errno.EISDIR: Text(en="is a folder", fr="est un dossier"),
        errno.ENOENT: Text(en="no such file", fr="ce fichier n'existe pas"),
        errno.ENOSPC: Text(en="no room left on the disk", fr="plus de place sur le disque"),
        errno.EROFS: Text(en="nothing can be written there", fr="rien ne peut y être écrit"),
    }
    number = error.errno or 0
    known = reasons.get(number)
    reason = known.into(lang) if known else str(error.strerror or error)
    place = f"{error.filename}{' : ' if lang == 'fr' else ': '}" if error.filename else ""
    click.secho(f"{place}{reason}.", fg="red", err=True)
    codes = {errno.EACCES: EX_NOPERM, errno.EISDIR: EX_NOINPUT, errno.ENOENT: EX_NOINPUT}
    return codes.get(number, EX_IOERR)


def _arranged(words: list[str]) -> list[str]:
    """As click wants it: ``--lang`` may stand anywhere; without a command it is the help."""
    before, after = [], []
    rest = iter(words)
    for word in rest:
        if word == "--lang":
            before += [word, *([value] if (value := next(rest, None)) else [])]
        elif word.startswith("--lang="):
            before.append(word)
        else:
            after.append(word)
    if before[-1:] == ["--lang"]:  # its value is missing, and click says so
        return before
    return before + (after or ["--help"])

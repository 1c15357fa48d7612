"""What may go wrong, as a tree.

    VigieError
     ├── ConfigurationError          the operator's set-up: nothing has started
     │    ├── SettingsError          an environment variable or a line of .env
     │    ├── PortTaken              another program listens where hubs should reach Vigie
     │    └── WatchlistError         feeds.yaml, with every problem and its place
     │         └── OpmlError         a subscription list to import, likewise
     ├── EditRefused                 feeds.yaml could not be edited: nothing was written
     ├── RuleError                   a watch rule that cannot be read, with the place
     ├── StoreError                  the database
     │    ├── AlreadyRunning         another instance holds it
     │    └── DatabaseUnusable       cannot be opened, migrated, read or written
     └── ChannelError                the messenger, for a cause that concerns every message
          └── TokenRejected          Telegram does not accept the bot's token

Each error has two faces: `str(error)` in English for the log, `error.text` and `error.hint` in
both languages for the person. Expected failures of one feed or one message are not errors but
values (`bot.model.FetchFailure`, `bot.model.SendFailure`), because the others go on.
"""

from dataclasses import dataclass
from typing import ClassVar

from bot.i18n import Lang, Text, counted


class VigieError(Exception):
    """The root: something a person has to know about, and what to do."""

    exit_code: ClassVar[int] = 70
    """The process's exit code, as in BSD's sysexits.h: EX_SOFTWARE."""

    def __init__(self, text: Text, hint: Text | None = None) -> None:
        super().__init__(text.en)
        self.text = text
        self.hint = hint

    def told(self, lang: Lang) -> str:
        """The error and what to do about it, one line each."""
        return "\n".join(part.into(lang) for part in (self.text, self.hint) if part)


class ConfigurationError(VigieError):
    """The operator's set-up cannot be used; nothing was started or replaced."""

    exit_code = 78  # EX_CONFIG


class SettingsError(ConfigurationError):
    """An environment variable or a line of `.env` is wrong."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file: where, what, and what was expected.

    `line` and `column` count from 1; `excerpt` is the source line, for a caret under `column`,
    `width` characters wide.
    """

    line: int
    column: int
    text: Text
    hint: Text | None = None
    excerpt: str = ""
    width: int = 1
    warning: bool = False


class WatchlistError(ConfigurationError):
    """`feeds.yaml` is invalid; carries every problem at once, in the order of the file."""

    def __init__(self, path: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            Text(
                en=f"{path}: {counted(len(problems), 'problem', 'problems', 'en')}",
                fr=f"{path} : {counted(len(problems), 'problème', 'problèmes', 'fr')}",
            )
        )
        self.path = path
        self.problems = problems


class OpmlError(WatchlistError):
    """A subscription list that cannot be read, with every problem."""

    exit_code = 65  # EX_DATAERR


class RuleError(VigieError):
    """A watch rule that cannot be read: `start` and `end` are offsets in `source`."""

    exit_code = 65  # EX_DATAERR

    def __init__(
        self, source: str, span: tuple[int, int], text: Text, hint: Text | None = None
    ) -> None:
        super().__init__(text, hint)
        self.source = source
        self.start, self.end = span


class PortTaken(ConfigurationError):
    """The port for WebSub hubs cannot be listened on."""

    def __init__(self, port: int) -> None:
        super().__init__(
            Text(
                en=f"Port {port} cannot be listened on.",
                fr=f"Impossible d'écouter sur le port {port}.",
            ),
            Text(
                en="Another program may have it: set PORT to a free one, or remove "
                "VIGIE_PUBLIC_URL to do without WebSub.",
                fr="Un autre programme l'a peut-être : mettez dans PORT un port libre, ou retirez "
                "VIGIE_PUBLIC_URL pour se passer de WebSub.",
            ),
        )


class EditRefused(VigieError):
    """An edit of feeds.yaml that cannot be made; nothing was written."""

    exit_code = 73  # EX_CANTCREAT


class StoreError(VigieError):
    """The database cannot do what is asked of it."""

    exit_code = 74  # EX_IOERR


class AlreadyRunning(StoreError):
    """Another instance of Vigie holds this database."""

    exit_code = 75  # EX_TEMPFAIL


class DatabaseUnusable(StoreError):
    """The database cannot be opened, migrated, read or written."""


class ChannelError(VigieError):
    """The messenger refuses in a way that concerns every message."""

    exit_code = 69  # EX_UNAVAILABLE


class TokenRejected(ChannelError):
    """Telegram does not know the bot's token (401 or 404): nothing can be sent."""

    exit_code = 77  # EX_NOPERM

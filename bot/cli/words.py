"""The command-line library's own words, in the reader's language.

click asks the standard library's gettext; `locale/` holds its words in French. The `.mo` file is
made from the `.po` file by gettext's `msgfmt`, and a test holds them together.
"""

import gettext
import os
from importlib.resources import files

from bot.i18n import Lang

DOMAIN = "vigie"


def speak(lang: Lang) -> None:
    """Let click speak `lang` from now on in this process."""
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain(DOMAIN, str(files("bot.cli") / "locale"))
    gettext.textdomain(DOMAIN)

"""The command-line library speaks French, every word of it that a person may meet."""

import ast
import gettext
import re
from importlib.resources import files
from pathlib import Path

from bot.cli.words import DOMAIN, speak

LOCALE = Path(str(files("bot.cli") / "locale"))
PO = (LOCALE / "fr" / "LC_MESSAGES" / f"{DOMAIN}.po").read_text()


def entries() -> dict[str | tuple[str, int], str]:
    """The translations of the .po file, with the keys that gettext gives them."""
    found: dict[str | tuple[str, int], str] = {}
    for block in re.split(r"\n\n+", PO):
        parts: dict[str, str] = {}
        keyword = ""
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            start, quoted = line[: line.index('"')].strip(), line[line.index('"') :]
            keyword = start or keyword
            parts[keyword] = parts.get(keyword, "") + str(ast.literal_eval(quoted))
        found |= _keyed(parts)
    return found


def _keyed(parts: dict[str, str]) -> dict[str | tuple[str, int], str]:
    if "msgid_plural" not in parts:
        return {parts["msgid"]: parts["msgstr"]}
    return {(parts["msgid"], form): parts[f"msgstr[{form}]"] for form in (0, 1)}


def test_compiled_words_are_the_written_ones() -> None:
    """The .mo file, which is read, is the .po file, which is edited; nothing is left empty."""
    translations = gettext.translation(DOMAIN, LOCALE, ["fr"])
    catalogue = translations._catalog  # type: ignore[attr-defined]  # no public way to list it
    assert catalogue == entries()
    assert all(catalogue.values())


def test_placeholders_are_kept() -> None:
    """A translation fills in nothing that its original does not have."""
    for key, words in entries().items():
        original = key if isinstance(key, str) else key[0]
        plural = "{possibilities} {choices} {nargs}" if isinstance(key, tuple) else ""
        assert _holes(words) <= _holes(original + plural), original


def _holes(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))


def test_speaking_is_undone() -> None:
    """Each command line speaks the language of its own call."""
    speak("fr")
    assert gettext.gettext("Usage:") == "Usage :"
    speak("en")
    assert gettext.gettext("Usage:") == "Usage:"

"""Yes or no, as people type it."""

import click
import pytest
from click.testing import CliRunner

from bot.cli.consent import consents
from bot.i18n import Lang, Text

QUESTION = Text(en="Add it?", fr="L'ajouter ?")


def asked(typed: str, lang: Lang) -> tuple[str, str]:
    """What was understood, and what stood on the screen."""
    command = click.Command("ask", callback=lambda: click.echo(str(consents(QUESTION, lang))))
    done = CliRunner().invoke(command, input=typed)
    return done.stdout.strip().rpartition("\n")[2], done.stderr


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "True"), ("o", "True"), ("OUI", "True"), ("y", "True"), ("n", "False"), ("non", "False")],
)
def test_both_languages_are_understood(typed: str, said: str) -> None:
    """Whatever the question's language; an empty line agrees."""
    assert asked(f"{typed}\n", "fr")[0] == asked(f"{typed}\n", "en")[0] == said


def test_what_is_neither_is_asked_again() -> None:
    """In the person's language."""
    said, screen = asked("peut-être\nnon\n", "fr")
    assert said == "False"
    assert "L'ajouter ? [O/n]" in screen
    assert "Répondez par oui ou par non." in screen

"""A person's yes or no, in the person's words."""

import click

from bot.i18n import Lang, Text

_CHOICES = Text(en="[Y/n]", fr="[O/n]")
_WORDS = {"y": True, "yes": True, "o": True, "oui": True, "n": False, "no": False, "non": False}
_NEITHER = Text(en="Please say yes or no.", fr="Répondez par oui ou par non.")


def consents(question: Text, lang: Lang) -> bool:
    """Ask at the terminal; nothing typed is a yes. Both languages are understood."""

    def read(typed: str) -> bool:
        word = typed.strip().lower()
        if word not in _WORDS:
            raise click.UsageError(_NEITHER.into(lang))
        return _WORDS[word]

    prompt = f"{question.into(lang)} {_CHOICES.into(lang)}"
    said: bool = click.prompt(prompt, default="y", show_default=False, value_proc=read, err=True)
    return said

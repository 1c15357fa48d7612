"""Reading: the environment and `.env` in, `Settings` out, or every problem at once."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from pydantic_settings import DotEnvSettingsSource

from bot.errors import SettingsError
from bot.i18n import Lang, Text, counted, did_you_mean, lang_from
from bot.settings.about import ABOUT
from bot.settings.model import PREFIX, Settings, variable
from bot.settings.table import is_secret
from bot.settings.values import TOKEN, RefusedError

LONGEST_ECHO: Final = 40
"""Longer values are not repeated in errors: they could be a secret in the wrong place."""


def read_settings(
    environ: Mapping[str, str] | None = None, env_file: Path | None = Path(".env")
) -> Settings:
    """The settings of the environment, then of `env_file` where that exists.

    A variable that is set to nothing counts as not set.

    Raises:
        SettingsError: with every problem at once, and what was expected.
    """
    environment = dict(os.environ if environ is None else environ)
    given = {name: value for name, value in (_in_file(env_file) | environment).items() if value}
    fields = {variable(field): field for field in Settings.model_fields}
    values = {name: given[name] for name in fields if name in given}
    problems = [_unknown(name, fields) for name in given if _is_unknown(name, fields)]
    try:
        settings = Settings.model_validate({"VIGIE_LANG": _locale(environment)} | values)
    except ValidationError as error:
        problems += [_explained(detail, fields, values) for detail in _details(error)]
    if problems:
        raise _refusal(problems) from None  # pydantic's own words could repeat a secret
    return settings


def _in_file(env_file: Path | None) -> dict[str, str | None]:
    if env_file is None or not env_file.is_file():
        return {}
    try:
        source = DotEnvSettingsSource(
            Settings, env_file, env_file_encoding="utf-8-sig", case_sensitive=True
        )
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            Text(en=f"{env_file} cannot be read.", fr=f"{env_file} est illisible."),
            Text(
                en="It must be a text file in UTF-8 that this user may read.",
                fr="Ce doit être un fichier texte en UTF-8 que cet utilisateur peut lire.",
            ),
        ) from None
    return dict(source.env_vars)


def _locale(environ: Mapping[str, str]) -> Lang:
    """In POSIX's order (XBD, section 8.2): LC_ALL, then the category, then LANG."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return lang_from(next((environ[name] for name in names if environ.get(name)), None))


def _is_unknown(name: str, known: Iterable[str]) -> bool:
    return name.upper().startswith(PREFIX) and name not in known


def _unknown(name: str, known: Iterable[str]) -> Text:
    question = did_you_mean(name, known)
    return Text(
        en=f"{name}: no such setting." + (f" {question.en}" if question else ""),
        fr=f"{name} : ce réglage n'existe pas." + (f" {question.fr}" if question else ""),
    )


def _details(error: ValidationError) -> list[Any]:
    """Pydantic's findings, without the default that wants another setting to be right."""
    found = error.errors(include_url=False, include_input=False)
    return [detail for detail in found if detail["type"] != "default_factory_not_called"]


def _explained(detail: Any, fields: Mapping[str, str], values: Mapping[str, str]) -> Text:
    name = str(detail["loc"][0])
    field = fields[name]
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, RefusedError):
        return Text(en=f"{name}: {cause.text.en}.", fr=f"{name} : {cause.text.fr}.")
    shown = "" if is_secret(field) else _echo(values.get(name, ""))
    expected = ABOUT[field].expected
    return Text(
        en=f"{name}{shown}: expected {expected.en}.",
        fr=f"{name}{shown} : on attend {expected.fr}.",
    )


def _echo(value: str) -> str:
    harmless = len(value) <= LONGEST_ECHO and value.isprintable() and not TOKEN.search(value)
    return f"={value}" if value and harmless else ""


def _refusal(problems: list[Text]) -> SettingsError:
    number = len(problems)
    english = f"{counted(number, 'setting is', 'settings are', 'en')} wrong:"
    french = f"{counted(number, 'réglage est incorrect', 'réglages sont incorrects', 'fr')} :"
    return SettingsError(
        Text(
            en="\n".join([english, *(f"  {problem.en}" for problem in problems)]),
            fr="\n".join([french, *(f"  {problem.fr}" for problem in problems)]),
        ),
        Text(
            en="Settings are read from the environment and from the file .env.",
            fr="Les réglages sont lus dans l'environnement et dans le fichier .env.",
        ),
    )

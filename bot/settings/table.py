"""The table of settings, for the documentation and its test."""

from dataclasses import dataclass

from bot.i18n import Text
from bot.settings.about import ABOUT
from bot.settings.model import Settings, variable


@dataclass(frozen=True, slots=True)
class SettingDoc:
    """One row of the table."""

    name: str
    """The environment variable."""
    what: Text
    expected: Text
    default: Text
    secret: bool


def setting_docs() -> tuple[SettingDoc, ...]:
    """Every setting, in the order of `Settings`."""
    return tuple(
        SettingDoc(
            name=variable(field),
            what=ABOUT[field].what,
            expected=ABOUT[field].expected,
            default=ABOUT[field].default,
            secret=is_secret(field),
        )
        for field in Settings.model_fields
    )


def is_secret(field: str) -> bool:
    """Whether the value of a field must not be shown."""
    return "SecretStr" in str(Settings.model_fields[field].annotation)

"""`Settings`: every decision of the operator, typed and frozen."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import AliasGenerator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.i18n import Lang
from bot.model import Backlog, OnUncertain
from bot.notation import read_chat, read_duration, read_size, read_yes_no
from bot.settings.values import (
    NEEDS_ADDRESS,
    RefusedError,
    read_contact,
    read_database,
    read_key,
    read_model,
    read_path,
    read_server,
    read_token,
    reader,
)

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
TelegramUpdates = Literal["poll", "webhook"]
LogFormat = Literal["auto", "console", "json"]

PREFIX: Final = "VIGIE_"
SHIPPED_WATCHLIST: Final = Path(__file__).parents[1] / "_shipped" / "feeds.yaml"
"""Where the wheel puts the feeds.yaml that comes with Vigie."""
_UNPREFIXED: Final = {
    "telegram_bot_token",
    "telegram_api_url",
    "database_url",
    "port",
    "openai_base_url",
    "openai_api_key",
}
"""Their variables have the names that everybody uses."""


def variable(field: str) -> str:
    """The environment variable of a field of `Settings`."""
    return field.upper() if field in _UNPREFIXED else PREFIX + field.upper()


def _default_database(earlier: dict[str, Any]) -> SecretStr:
    return SecretStr(f"sqlite:///{(earlier['data_dir'] / 'vigie.db').as_posix()}")


def _default_watchlist() -> Path:
    here = Path("feeds.yaml")
    return SHIPPED_WATCHLIST if not here.exists() and SHIPPED_WATCHLIST.exists() else here


class Settings(BaseSettings):
    """What the operator decides. Secrets print as ``***``. Made by `read_settings`.

    `bot.settings.about` says in words what each field is.
    """

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        populate_by_name=True,
        alias_generator=AliasGenerator(validation_alias=variable),
    )

    telegram_bot_token: Annotated[SecretStr | None, reader(read_token)] = None
    telegram_api_url: Annotated[str, reader(read_server)] = "https://api.telegram.org"
    data_dir: Annotated[Path, reader(read_path)] = Path("data")
    database_url: Annotated[SecretStr, reader(read_database)] = Field(
        default_factory=_default_database
    )
    watchlist: Annotated[Path, reader(read_path)] = Field(default_factory=_default_watchlist)
    lang: Annotated[Lang, reader(str.lower)] = "en"
    log_level: Annotated[LogLevel, reader(str.upper)] = "INFO"
    log_format: Annotated[LogFormat, reader(str.lower)] = "auto"
    allow_private_hosts: Annotated[bool, reader(read_yes_no)] = False
    polls_per_day: int = Field(default=96, ge=4, le=288)
    fetch_timeout: Annotated[timedelta, reader(read_duration)] = Field(
        default=timedelta(seconds=30), ge=timedelta(seconds=1), le=timedelta(minutes=5)
    )
    fetch_max_bytes: Annotated[int, reader(read_size)] = Field(
        default=10 * 1024**2, ge=10 * 1024, le=100 * 1024**2
    )
    concurrency: int = Field(default=32, ge=1, le=1000)
    parse_workers: int = Field(default=1, ge=1, le=64)
    backlog: Annotated[Backlog, reader(str.lower)] = "digest"
    full_text: Annotated[bool, reader(read_yes_no)] = True
    keep_articles: Annotated[timedelta, reader(read_duration)] = Field(
        default=timedelta(days=7), ge=timedelta(days=1), le=timedelta(days=365)
    )
    public_url: Annotated[str | None, reader(read_server)] = None
    telegram_updates: Annotated[TelegramUpdates, reader(str.lower)] = "poll"
    port: int | None = Field(default=None, ge=1, le=65535)
    contact: Annotated[str, reader(read_contact)] = ""
    operations_chat: Annotated[str | None, reader(read_chat)] = None
    on_uncertain: Annotated[OnUncertain, reader(str.lower)] = "hold"
    summary_model: Annotated[str | None, reader(read_model)] = None
    openai_base_url: Annotated[str, reader(read_server)] = "https://api.openai.com/v1"
    openai_api_key: Annotated[SecretStr | None, reader(read_key)] = None

    @field_validator("telegram_updates")
    @classmethod
    def _reachable(cls, value: TelegramUpdates, others: ValidationInfo) -> TelegramUpdates:
        """Telegram has to reach us for a webhook; an address that is wrong has its own error."""
        if value == "webhook" and others.data.get("public_url", "") is None:
            raise RefusedError(NEEDS_ADDRESS)
        return value

    def secrets(self) -> tuple[str, ...]:
        """What must never be read in a log: token, key, a database address with a password."""
        given = (self.telegram_bot_token, self.openai_api_key)
        database = self.database_url.get_secret_value()
        return (
            *(secret.get_secret_value() for secret in given if secret),
            *((database,) if "@" in database else ()),
        )

    @classmethod
    def settings_customise_sources(  # type: ignore[override]  # pydantic passes all by keyword
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic's signature
        init_settings: PydanticBaseSettingsSource,
        **_others: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `read_settings` hands in: the environment is read in one place."""
        return (init_settings,)

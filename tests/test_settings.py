"""The settings: defaults, refusals, secrets."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.errors import SettingsError
from bot.settings import Settings, read_settings, setting_docs
from bot.settings.about import ABOUT
from bot.settings.model import variable

TOKEN = "123456789:AAE-secret_secret_secret_secret_123"


def read(**environ: str) -> Settings:
    """The settings of an environment, without a `.env`."""
    return read_settings(environ, env_file=None)


def refused(**environ: str) -> SettingsError:
    """The refusal of an environment."""
    with pytest.raises(SettingsError) as caught:
        read(**environ)
    return caught.value


EVERYTHING = {
    "TELEGRAM_BOT_TOKEN": "123456:TEST",
    "TELEGRAM_API_URL": "http://localhost:8081/",
    "DATABASE_URL": "sqlite:////var/lib/vigie/v.db",
    "VIGIE_DATA_DIR": "/var/lib/vigie",
    "VIGIE_WATCHLIST": "/etc/vigie/feeds.yaml",
    "VIGIE_LANG": "FR",
    "VIGIE_LOG_LEVEL": "debug",
    "VIGIE_LOG_FORMAT": "json",
    "VIGIE_ALLOW_PRIVATE_HOSTS": "oui",
    "VIGIE_POLLS_PER_DAY": "48",
    "VIGIE_FETCH_TIMEOUT": "10s",
    "VIGIE_FETCH_MAX_BYTES": "5 Mo",
    "VIGIE_CONCURRENCY": "64",
    "VIGIE_PARSE_WORKERS": "2",
    "VIGIE_PUBLIC_URL": "https://vigie.example.org/",
    "VIGIE_TELEGRAM_UPDATES": "Webhook",
    "PORT": "8443",
    "VIGIE_CONTACT": "redaction@example.org",
    "VIGIE_OPERATIONS_CHAT": "https://t.me/vigie_ops",
    "VIGIE_ON_UNCERTAIN": "skip",
    "VIGIE_FULL_TEXT": "non",
    "VIGIE_BACKLOG": "LAST",
    "VIGIE_KEEP_ARTICLES": "3d",
    "VIGIE_SUMMARY_MODEL": "small-1",
    "OPENAI_BASE_URL": "http://localhost:11434/v1/",
    "OPENAI_API_KEY": "sk-everything",
}
"""Each setting, otherwise than by default."""


def test_an_empty_environment_is_enough() -> None:
    """Vigie starts without any setting."""
    settings = read()
    assert settings.telegram_bot_token is None
    assert settings.database_url.get_secret_value() == "sqlite:///data/vigie.db"
    assert settings.polls_per_day == 96
    assert settings.fetch_max_bytes == 10 * 1024 * 1024
    assert (settings.concurrency, settings.parse_workers) == (32, 1)
    assert (settings.on_uncertain, settings.allow_private_hosts) == ("hold", False)


def test_each_setting_is_read_from_its_variable() -> None:
    """What the operator writes arrives typed."""
    settings = read(**EVERYTHING)
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == "123456:TEST"
    assert settings.model_dump(
        exclude={"telegram_bot_token", "database_url", "openai_api_key"}
    ) == {
        "telegram_api_url": "http://localhost:8081",
        "data_dir": Path("/var/lib/vigie"),
        "watchlist": Path("/etc/vigie/feeds.yaml"),
        "lang": "fr",
        "log_level": "DEBUG",
        "log_format": "json",
        "allow_private_hosts": True,
        "polls_per_day": 48,
        "fetch_timeout": timedelta(seconds=10),
        "fetch_max_bytes": 5 * 1024 * 1024,
        "concurrency": 64,
        "parse_workers": 2,
        "public_url": "https://vigie.example.org",
        "telegram_updates": "webhook",
        "port": 8443,
        "contact": "redaction@example.org",
        "operations_chat": "@vigie_ops",
        "on_uncertain": "skip",
        "full_text": False,
        "backlog": "last",
        "keep_articles": timedelta(days=3),
        "summary_model": "small-1",
        "openai_base_url": "http://localhost:11434/v1",
    }


def test_a_webhook_needs_an_address() -> None:
    """One mistake is one error: a wrong address does not bring a second one."""
    missing = refused(VIGIE_TELEGRAM_UPDATES="webhook")
    assert "VIGIE_TELEGRAM_UPDATES: a webhook needs VIGIE_PUBLIC_URL" in missing.told("en")
    wrong = refused(VIGIE_TELEGRAM_UPDATES="webhook", VIGIE_PUBLIC_URL="vigie.example")
    assert "VIGIE_TELEGRAM_UPDATES" not in wrong.told("en")
    assert "VIGIE_TELEGRAM_UPDATES=push" in refused(VIGIE_TELEGRAM_UPDATES="push").told("fr")


def test_the_database_lives_in_the_data_directory() -> None:
    """Moving the data directory moves the database."""
    settings = read(VIGIE_DATA_DIR="/srv/vigie")
    assert settings.database_url.get_secret_value() == "sqlite:////srv/vigie/vigie.db"


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_ALL": "", "LC_MESSAGES": "fr_CA"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "VIGIE_LANG": "en"}, "en"),
    ],
)
def test_the_language_follows_the_locale(environ: dict[str, str], lang: str) -> None:
    """LC_ALL goes before LC_MESSAGES, that before LANG; VIGIE_LANG before all."""
    assert read_settings(environ, None).lang == lang


def test_the_watchlist_here_goes_before_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """feeds.yaml of the current directory, else the wheel's, else a name that will be missed."""
    shipped = tmp_path / "shipped.yaml"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.settings.model.SHIPPED_WATCHLIST", shipped)
    assert read().watchlist == Path("feeds.yaml")
    shipped.touch()
    assert read().watchlist == shipped
    (tmp_path / "feeds.yaml").touch()
    assert read().watchlist == Path("feeds.yaml")


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    """`.env` fills in what the environment does not say; an empty value says nothing."""
    file = tmp_path / ".env"
    file.write_text('\ufeff# mine\nVIGIE_CONTACT="a@b.example"\nVIGIE_CONCURRENCY=5\n', "utf-8")
    settings = read_settings({"VIGIE_CONCURRENCY": "6", "VIGIE_CONTACT": ""}, file)
    assert settings.concurrency == 6
    assert settings.contact == ""
    assert read_settings({}, file).contact == "a@b.example"


def test_a_missing_file_is_no_problem(tmp_path: Path) -> None:
    """`.env` is optional."""
    assert read_settings({}, tmp_path / ".env").contact == ""


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A `.env` in another encoding is told by name."""
    file = tmp_path / ".env"
    file.write_bytes(b"VIGIE_CONTACT=\xe9\n")
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings({}, file)


def test_every_problem_is_told_at_once_and_in_both_languages() -> None:
    """The operator mends all in one go."""
    error = refused(
        VIGIE_FETCH_TIMEOUT="soon",
        VIGIE_CONCURRENCY="0",
        VIGIE_LANG="de",
        VIGIE_FETCH_TIMOUT="5m",
        DATABASE_URL="mongodb://x",
        VIGIE_DATA_DIR="a\0b",
    )
    assert error.text.en.splitlines() == [
        "6 settings are wrong:",
        "  VIGIE_FETCH_TIMOUT: no such setting. Did you mean “VIGIE_FETCH_TIMEOUT”?",
        "  VIGIE_DATA_DIR: expected a path.",
        "  DATABASE_URL: expected `sqlite:///path/to/vigie.db`.",
        "  VIGIE_LANG=de: expected `fr` or `en`.",
        "  VIGIE_FETCH_TIMEOUT=soon: expected a duration from `1s` to `5m`, such as `30s`.",
        "  VIGIE_CONCURRENCY=0: expected a number from 1 to 1000.",
    ]
    assert error.text.fr.splitlines()[0] == "6 réglages sont incorrects :"
    assert "VIGIE_LANG=de : on attend `fr` ou `en`." in error.text.fr
    assert len(error.text.fr.splitlines()) == len(error.text.en.splitlines())


@pytest.mark.parametrize("field", list(Settings.model_fields))
def test_each_refusal_says_what_was_expected(field: str) -> None:
    """No setting is refused in a library's words."""
    error = refused(**{variable(field): "\x00"})
    assert ABOUT[field].expected.en in error.text.en
    assert ABOUT[field].expected.fr in error.text.fr


def test_unknown_names_are_found_in_the_file_too(tmp_path: Path) -> None:
    """A misspelt line of `.env` does not go unnoticed; other programs' names do."""
    file = tmp_path / ".env"
    file.write_text("VIGIE_LANGUE=fr\nOTHER=1\n")
    with pytest.raises(SettingsError, match="Did you mean “VIGIE_LANG”") as caught:
        read_settings({"PATH": "/bin", "vigie_lang": "fr"}, file)
    assert "vigie_lang: no such setting" in caught.value.text.en
    assert "OTHER" not in caught.value.text.en


@pytest.mark.parametrize("url", ["postgres://u:hunter2@h/d", "postgresql+asyncpg://u:hunter2@h/d"])
def test_postgresql_is_refused_with_what_to_do(url: str) -> None:
    """This version cannot use PostgreSQL, and does not repeat the password."""
    error = refused(DATABASE_URL=url)
    assert "SQLite only" in error.text.en
    assert "SQLite seulement" in error.text.fr
    assert "hunter2" not in error.text.en + error.text.fr + repr(error) + str(error.args)


@pytest.mark.parametrize(
    "environ",
    [
        {"TELEGRAM_BOT_TOKEN": f"bot {TOKEN}"},
        {"TELEGRAM_API_URL": f"https://x/{TOKEN}?"},
        {"VIGIE_OPERATIONS_CHAT": TOKEN},
        {"VIGIE_LANG": "12345678:AAAABBBBCCCC"},
    ],
)
def test_a_secret_is_never_repeated(environ: dict[str, str]) -> None:
    """Neither its own variable's error nor another's shows a token."""
    error = refused(**environ)
    told = error.told("en") + error.told("fr") + repr(error)
    assert "AAE-secret" not in told
    assert "AAAABBBB" not in told
    assert error.__cause__ is None
    assert error.__suppress_context__


def test_secrets_print_as_stars() -> None:
    """Settings may be printed whole."""
    settings = read(TELEGRAM_BOT_TOKEN=TOKEN, DATABASE_URL="sqlite:///u:hunter2@x")
    for shown in (repr(settings), str(settings), f"{settings.model_dump()}"):
        assert "secret" not in shown.replace("SecretStr", "")
        assert "hunter2" not in shown
    assert settings.secrets() == (TOKEN, "sqlite:///u:hunter2@x")
    assert read().secrets() == ()


def test_settings_are_frozen() -> None:
    """Nobody changes a setting on the way."""
    with pytest.raises(ValidationError):
        read().concurrency = 3


def test_the_table_tells_the_truth() -> None:
    """Each setting is described once, and the default it names is the default."""
    docs = setting_docs()
    assert set(ABOUT) == set(Settings.model_fields)
    assert [doc.name for doc in docs if doc.secret] == [
        "TELEGRAM_BOT_TOKEN",
        "DATABASE_URL",
        "OPENAI_API_KEY",
    ]
    in_words = {"TELEGRAM_BOT_TOKEN", "DATABASE_URL", "VIGIE_WATCHLIST", "VIGIE_LANG"}
    named = {
        doc.name: doc.default.en
        for doc in docs
        if doc.name not in in_words and doc.default.en != "none"
    }
    assert read(**named) == read()
    assert all(doc.what.fr != doc.what.en for doc in docs)

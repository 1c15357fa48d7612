"""The self-test: green against the stand-in, red against a broken one, silent about its token."""

import asyncio
import logging
import sys
from collections.abc import Callable

import pytest

from bot.demo.botapi import Failing, Fault, Refusal, StandIn
from bot.demo.botapi.__main__ import main
from bot.demo.botapi.selftest import MEANT, Talk, Unusable, place_from, run
from bot.demo.botapi.selftest.run import SERIES
from bot.demo.botapi.selftest.talk import CHAT, TOKEN, URL
from bot.i18n import LANGS, Lang
from bot.listening import LOOPBACK, listen


async def checked(standin: StandIn, chat: str, lang: Lang = "en") -> tuple[int, list[str]]:
    """How many checks differ, and the lines."""
    lines: list[str] = []
    waits: list[float] = []
    environ = {TOKEN: standin.token, CHAT: chat, URL: standin.url}
    talk = place_from(environ, waits.append)
    differing = await asyncio.to_thread(run, talk, lines.append, lang)
    standin.service.violations[:] = [each for each in standin.violations if each not in MEANT]
    assert standin.token not in "".join([*lines, repr(talk)])
    return differing, lines


KINDS: dict[str, Callable[[StandIn], int]] = {
    "channel": lambda standin: standin.add_channel("Vigie", "vigie_test"),
    "supergroup": lambda standin: standin.add_supergroup("Vigie"),
    "private": lambda standin: standin.start(),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_the_stand_in_does_what_is_expected(standin: StandIn, kind: str) -> None:
    """Over HTTP, in each kind of chat; afterwards nothing of it is left."""
    chat = KINDS[kind](standin)
    before = standin.transcript(chat)
    differing, lines = await checked(standin, str(chat))
    assert differing == 0, "\n".join(lines)
    assert len(lines) == len(SERIES) + 1
    assert all(line.startswith("ok  ") for line in lines[:-1])
    assert lines[-1] == f"All {len(SERIES)} as expected."
    assert standin.transcript(chat) == before


async def test_every_refusal_is_noticed(standin: StandIn) -> None:
    """A server that refuses a method makes the checks of that method differ, and says how."""
    channel = standin.add_channel("Vigie", "vigie_test")
    words = Refusal(400, "Bad Request: broken")
    standin.plan(Fault(Failing.REFUSE, "editMessageCaption", times=None, refusal=words))
    differing, lines = await checked(standin, "@vigie_test", "fr")
    wrong = [line for line in lines if line.startswith("diffère")]
    assert differing == len(wrong) == 2
    assert "Une légende se retouche comme telle, 1024 unités au plus" in wrong[1]
    assert "editMessageCaption: 400 Bad Request: broken" in wrong[1]
    assert lines[-1] == f"2 sur {len(SERIES)} diffèrent."
    assert standin.transcript(channel) == []


async def test_a_gap_in_the_ids_is_noticed(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that counts by two."""
    channel = standin.add_channel("Vigie")
    count = standin.world.next_message_id

    def by_two(*given: object) -> int:
        count(standin.chat(channel))
        return count(standin.chat(channel))

    monkeypatch.setattr(standin.world, "next_message_id", by_two)
    differing, lines = await checked(standin, str(channel))
    assert differing == 2
    wrong = [line for line in lines if line.startswith("differs")]
    assert wrong == [
        "differs   Ids grow by one\n          second id - first id: 2, not 1",
        "differs   An album is messages of one group\n          second id - first id: 2, not 1",
    ]


async def test_an_answer_without_its_fields_is_noticed(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Instead of ending the series."""
    channel = standin.add_channel("Vigie")
    monkeypatch.setattr("bot.demo.botapi.media.Media.to_json", lambda _media: {})
    differing, lines = await checked(standin, str(channel))
    wrong = [line for line in lines if line.startswith("differs")]
    assert differing == len(wrong) == 2
    assert "KeyError: 'photo'" in wrong[0]
    assert "KeyError: 'document'" in wrong[1]


async def test_it_waits_when_it_is_told_to(standin: StandIn) -> None:
    """429 is not a difference: the call is made again after `retry_after`."""
    channel = standin.add_channel("Vigie")
    flooded = Refusal(429, "Too Many Requests: retry after 17", {"retry_after": 17})
    standin.plan(Fault(Failing.REFUSE, "sendMessage", after=3, times=2, refusal=flooded))
    waits: list[float] = []
    talk = Talk(standin.url, standin.token, str(channel), waits.append)
    assert await asyncio.to_thread(run, talk, lambda _line: None, "en") == 0
    assert [each for each in waits if each] == [17, 17]
    standin.violations.clear()


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, "Set BOTAPI_CHECK_TOKEN to a bot's token"),
        ({TOKEN: "5:secret-secret"}, "Set BOTAPI_CHECK_TOKEN to a bot's token"),
        ({TOKEN: "secret\r\nsecret", CHAT: "1"}, "BOTAPI_CHECK_TOKEN is no bot token."),
        ({TOKEN: "5:secret-secret", CHAT: "1", URL: "http://a.org"}, "must begin with https://"),
        ({TOKEN: "5:secret-secret", CHAT: "1", URL: "ftp://127.0.0.1"}, "must begin with https"),
    ],
)
def test_a_wrong_environment_says_what_to_do(environ: dict[str, str], words: str) -> None:
    """In both languages, and never with the token."""
    with pytest.raises(Unusable) as caught:
        place_from(environ, lambda _seconds: None)
    assert words in caught.value.text.en
    assert all("secret" not in caught.value.text.into(lang) for lang in LANGS)


async def test_nobody_there_ends_it_without_the_token(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Status 2 and one line; neither there nor in any log is the token."""
    caplog.set_level(logging.DEBUG)
    with listen(LOOPBACK, 0) as gone:
        url = f"http://{LOOPBACK}:{gone.getsockname()[1]}"
    for name, value in {TOKEN: "5:secret-secret", CHAT: "1", URL: url, "LC_ALL": "fr_FR"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["botapi", "check", "--real"])
    with pytest.raises(SystemExit) as caught:
        main()
    said = capsys.readouterr()
    assert caught.value.code == 2
    assert said.err == f"{url} ne répond pas (ConnectionRefusedError).\n"
    assert "secret" not in said.out + said.err + caplog.text


def test_the_command_checks_the_stand_in_by_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`python -m bot.demo.botapi check` needs nothing and ends with 0."""
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr(sys, "argv", ["botapi", "check"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 0
    assert capsys.readouterr().out.endswith(f"\nAll {len(SERIES)} as expected.\n")


async def test_help_teaches(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each variable is named, and that the token stays secret."""
    monkeypatch.setattr(sys, "argv", ["botapi", "check", "--help"])
    with pytest.raises(SystemExit):
        main()
    help_ = capsys.readouterr().out
    assert all(name in help_ for name in (TOKEN, CHAT, URL, "never shown", "--real"))


def test_texts_of_the_series_are_in_both_languages() -> None:
    """And no two are the same."""
    for lang in LANGS:
        said = [check.says.into(lang) for check in SERIES]
        assert all(said)
        assert len(set(said)) == len(said)


async def test_a_server_that_says_no_json_differs() -> None:
    """A page of HTML is a difference, not a crash."""
    async with StandIn.serve() as standin:
        standin.plan(Fault(Failing.BAD_GATEWAY, times=None))
        talk = Talk(standin.url, standin.token, "1", lambda _seconds: None)
        differing = await asyncio.to_thread(run, talk, lambda _line: None, "en")
        assert differing >= len(SERIES) - 2

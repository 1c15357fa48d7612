"""Connections that should be secure and are not; real certificates, made by openssl."""

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.fetch import HttpFetcher
from bot.fetch.trouble import Progress, of_exception
from bot.model import FailureKind, Fetched, FetchState, Source
from tests.asking import MANNERS, ask, refused
from tests.fixed_clock import FixedClock
from tests.raw_server import RawServer, answer

Serving = Callable[..., AbstractAsyncContextManager[RawServer]]


async def test_no_tls_at_all(fetcher: HttpFetcher) -> None:
    """A server that does not speak TLS where https is written."""

    def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(status="400 Bad Request"))
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        failure = await refused(fetcher, f"https://127.0.0.1:{port}")
    assert failure.kind is FailureKind.TLS
    assert "http://" in failure.hint.en


def _run(*arguments: str | Path) -> None:
    program = shutil.which("openssl")
    if not program:
        pytest.skip("makes its certificate with the program openssl, which is not installed")
    subprocess.run([program, *map(str, arguments)], check=True, capture_output=True)


def _certified(place: Path, name: str, days: int) -> Path:
    """A key and its certificate, signed by itself."""
    key, request, certificate = (place / f for f in ("key.pem", "request.pem", "certificate.pem"))
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", key)
    whose = ("-subj", "/CN=phare", "-addext", f"subjectAltName={name}")
    signed = ("-signkey", key, "-copy_extensions", "copy", "-days", str(days))
    _run("req", "-new", "-nodes", *curve, *whose, "-out", request)
    _run("x509", "-req", "-in", request, *signed, "-out", certificate)
    return certificate


@pytest.fixture
def serving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Serving:
    """Opens a server with a certificate for `name`, that this machine trusts or not."""

    @asynccontextmanager
    async def serve(
        name: str = "IP:127.0.0.1", days: int = 1, *, is_trusted: bool = True
    ) -> AsyncIterator[RawServer]:
        certificate = _certified(tmp_path, name, days)
        if is_trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, tmp_path / "key.pem")
        served = RawServer()
        async with await asyncio.start_server(served.talk, "127.0.0.1", 0, ssl=context) as opened:
            served.url = f"https://127.0.0.1:{opened.sockets[0].getsockname()[1]}"
            yield served

    return serve


async def test_good_certificate(serving: Serving) -> None:
    """With a certificate that holds, a feed comes; so the tests below fail for their reasons."""
    async with serving() as server, HttpFetcher(MANNERS, FixedClock()) as fetcher:
        outcome = await ask(fetcher, server.at("/rss", answer(b"<rss/>")))
    assert isinstance(outcome, Fetched)


@pytest.mark.parametrize(
    ("name", "days", "is_trusted", "words"),
    [
        ("IP:127.0.0.1", 1, False, "self-signed"),
        ("IP:127.0.0.1", -1, True, "has expired"),
        ("IP:127.0.0.2", 1, True, "another name"),
        ("DNS:phare.example", 1, True, "another name"),
    ],
)
async def test_certificates(
    serving: Serving, name: str, days: int, words: str, *, is_trusted: bool
) -> None:
    """Expired, for another name, or signed by nobody: each is told."""
    async with (
        serving(name, days, is_trusted=is_trusted) as server,
        HttpFetcher(MANNERS, FixedClock()) as fetcher,
    ):
        failure = await refused(fetcher, server.url)
    assert failure.kind is FailureKind.TLS
    assert words in failure.text.en


async def test_redirect_to_a_broken_certificate(
    fetcher: HttpFetcher, server: RawServer, serving: Serving
) -> None:
    """A redirect does not lower the demands."""
    async with serving(is_trusted=False) as broken:
        url = server.at("/rss", answer(status="301 Moved Permanently", Location=broken.url))
        assert (await refused(fetcher, url)).kind is FailureKind.TLS


async def test_downgrade_is_not_remembered(server: RawServer, serving: Serving) -> None:
    """Conformance 10: a permanent redirect from https to http is followed, not kept."""
    insecure = server.at("/final", answer(b"<rss/>"))
    async with serving() as secure, HttpFetcher(MANNERS, FixedClock()) as fetcher:
        secure.at("/new", answer(status="308 P", Location=insecure))
        url = secure.at("/rss", answer(status="301 M", Location="/new"))
        outcome = await fetcher.fetch(Source("Le Phare", url), FetchState(1, url))
    assert isinstance(outcome, Fetched)
    assert (outcome.url, outcome.moved_to) == (insecure, secure.url + "/new")


@pytest.mark.parametrize(
    ("code", "words"),
    [(9, "not valid yet"), (19, "not known here"), (20, "without those"), (21, "without those"),
     (23, "revoked"), (64, "another name"), (66, "odd name")],
)  # fmt: skip
def test_words_of_the_others(code: int, words: str) -> None:
    """What openssl calls by a number is told in words; what nobody has words for, as it says."""
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code, error.verify_message = code, "odd name"
    failure = of_exception(error, timedelta(seconds=30), Progress())
    assert failure.kind is FailureKind.TLS
    assert words in failure.text.en

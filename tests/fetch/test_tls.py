"""Connections that should be secure and are not."""

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.fetch import HttpFetcher
from bot.model import FailureKind
from tests.asking import refused
from tests.raw_server import RawServer, answer


async def test_no_tls_at_all(fetcher: HttpFetcher) -> None:
    """A server that does not speak TLS where https is written."""

    def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(status="400 Bad Request"))
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        failure = await refused(fetcher, f"https://127.0.0.1:{port}")
    assert failure.kind is FailureKind.TLS


@pytest.fixture
def certificate(tmp_path: Path) -> ssl.SSLContext:
    """What a server needs that nobody vouches for."""
    program = shutil.which("openssl")
    if not program:
        pytest.skip("makes its certificate with the program openssl, which is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    what = ["req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    whose = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([program, *what, *whose, *files], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return context


@pytest.fixture
async def self_signed(certificate: ssl.SSLContext) -> AsyncIterator[str]:
    """The address of such a server."""
    talk = RawServer().talk
    async with await asyncio.start_server(talk, "127.0.0.1", 0, ssl=certificate) as listening:
        yield f"https://127.0.0.1:{listening.sockets[0].getsockname()[1]}"


async def test_certificate_that_nobody_vouches_for(fetcher: HttpFetcher, self_signed: str) -> None:
    """The kind and the reason are told."""
    failure = await refused(fetcher, self_signed)
    assert failure.kind is FailureKind.TLS
    assert "self-signed" in failure.text.en


async def test_redirect_to_a_broken_certificate(
    fetcher: HttpFetcher, server: RawServer, self_signed: str
) -> None:
    """A redirect does not lower the demands."""
    url = server.at("/rss", answer(status="301 Moved Permanently", Location=self_signed))
    assert (await refused(fetcher, url)).kind is FailureKind.TLS

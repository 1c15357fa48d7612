"""Web pages that come where a feed should be, with a status that says all is well."""

import gzip

import pytest

from bot.fetch import HttpFetcher
from bot.fetch.pages import instead_of_a_feed
from bot.model import FailureKind, Fetched, FetchFailure
from tests.asking import ask, refused
from tests.raw_server import RawServer, answer

URL = "https://phare.example/rss"


def _page(title: str = "", body: str = "", start: str = "<!DOCTYPE html>\n<html>") -> bytes:
    return f"{start}<head><title>{title}</title></head><body>{body}</body></html>".encode()


PASSWORD = '<form><input name="p" type="password"></form>'


@pytest.mark.parametrize(
    ("page", "kind", "words"),
    [
        (_page("Just a moment..."), FailureKind.WALL, "Cloudflare"),
        (_page("", "<script>window._cf_chl_opt={}</script>"), FailureKind.WALL, "Cloudflare"),
        (_page("phare.example", '<script src="https://ct.captcha-delivery.com/c.js">'),
         FailureKind.WALL, "DataDome"),
        (_page("Making sure you're not a bot!", '<script id="anubis_challenge">'),
         FailureKind.WALL, "Anubis"),
        (_page("", "Request unsuccessful. Incapsula incident ID: 1"), FailureKind.WALL, "Imperva"),
        (_page("Vercel Security Checkpoint"), FailureKind.WALL, "Vercel"),
        (_page("Access to this page has been denied", '<div id="px-captcha">'),
         FailureKind.WALL, "HUMAN"),
        (_page("Le Phare - Connexion", PASSWORD), FailureKind.LOGIN, "login page"),
        (_page("Log In &lsaquo; Le Phare", PASSWORD), FailureKind.LOGIN, "login page"),
        (_page("Before you continue to Le Phare"), FailureKind.CONSENT, "consent"),
        (_page("Avant d'accéder au Phare"), FailureKind.CONSENT, "consent"),
        (_page("Avant d&#8217;acc&eacute;der au Phare"), FailureKind.CONSENT, "consent"),
        (_page("Article réservé aux abonnés"), FailureKind.PAYWALL, "subscribers"),
        (_page("Subscribe to continue reading"), FailureKind.PAYWALL, "subscribers"),
        (_page("phare.example", "This domain may be for sale!"), FailureKind.HTML, "for sale"),
        (_page("Just a moment...", start="\ufeff \n<!-- hello -->\n<HTML lang='en'>"),
         FailureKind.WALL, "Cloudflare"),
    ],
)  # fmt: skip
def test_known_pages(page: bytes, kind: FailureKind, words: str) -> None:
    """Who or what stands in the way is told, and what to do about it."""
    failure = instead_of_a_feed(URL, {}, page)
    assert failure is not None
    assert failure.kind is kind
    assert words in failure.text.en
    assert failure.text.en != failure.text.fr
    assert failure.hint.en != failure.hint.fr


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://consent.phare.example/v2?to=rss", FailureKind.CONSENT),
        ("https://guce.phare.example/", FailureKind.CONSENT),
        ("https://phare.example/wp-login.php?redirect_to=feed", FailureKind.LOGIN),
        ("https://phare.example/sso/start", FailureKind.LOGIN),
    ],
)
def test_address_tells(url: str, kind: FailureKind) -> None:
    """Where a redirect has led tells what the page is, whatever its title."""
    failure = instead_of_a_feed(url, {}, _page("Le Phare", PASSWORD))
    assert failure is not None
    assert failure.kind is kind


@pytest.mark.parametrize(
    ("headers", "name"),
    [({"cf-mitigated": "challenge"}, "Cloudflare"), ({"x-amzn-waf-action": "challenge"}, "AWS"),
     ({"x-vercel-mitigated": "challenge"}, "Vercel"), ({"sg-captcha": "challenge"}, "SiteGround")],
)  # fmt: skip
def test_headers_tell(headers: dict[str, str], name: str) -> None:
    """Some gatekeepers say in a header that this is a challenge."""
    failure = instead_of_a_feed(URL, headers, _page("Le Phare"))
    assert failure is not None
    assert name in failure.text.en


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<rss><channel><title>Just a moment...</title></channel></rss>",
        b'<?xml version="1.0"?><feed><title>Subscribe to continue</title></feed>',
        b"<rss><item><description>&lt;input type=password&gt; Log in</description></item></rss>",
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "Log in"}',
        b"<!-- <html> --><rss/>",
        _page("Le Phare", "News"),
        _page("Le Phare", PASSWORD),
        _page("Log in to the future: an essay", "No form here"),
        _page("Le Phare", '<script src="https://js.datadome.co/tags.js"></script>'),
        _page("Le Phare", '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js">'),
        _page("Le Phare", '<script src="/_Incapsula_Resource?SWJIYLWA=1"></script>'),
    ],
)
def test_feeds_and_other_pages(body: bytes) -> None:
    """A feed is never taken for a page; of a page without a known cause the parser speaks."""
    headers = {"server": "cloudflare", "x-datadome": "protected", "x-kpsdk-ct": "1"}
    assert instead_of_a_feed(URL, headers, body) is None


async def test_over_the_wire(fetcher: HttpFetcher, server: RawServer) -> None:
    """A wall behind a redirect, compressed, with status 200: a failure, and no document."""
    page = gzip.compress(_page("Just a moment..."), mtime=0)
    server.at("/wall", answer(page, Content_Encoding="gzip"))
    failure = await refused(
        fetcher, server.at("/rss", answer(status="302 Found", Location="/wall"))
    )
    assert failure.kind is FailureKind.WALL


async def test_other_pages_are_the_parsers(fetcher: HttpFetcher, server: RawServer) -> None:
    """A page of another kind comes through: the parser says that it is one, and finds feeds."""
    outcome = await ask(fetcher, server.at("/rss", answer(_page("Le Phare", "News"))))
    assert isinstance(outcome, Fetched)


SGCAPTCHA = b'<meta content="0;/.well-known/sgcaptcha/?r=%2F">'
MOMENT = b"<title>Just a moment...</title>"


@pytest.mark.parametrize(
    ("reply", "kind", "name"),
    [
        (answer(status="202 A", X_Amzn_Waf_Action="challenge"), FailureKind.WALL, "AWS"),
        (answer(SGCAPTCHA, "202 Accepted"), FailureKind.WALL, "SiteGround"),
        (answer(status="405 No", X_Amzn_Waf_Action="captcha"), FailureKind.WALL, "AWS"),
        (answer(status="429 Busy", X_Kpsdk_CT="1"), FailureKind.BUSY, "Kasada"),
        (answer(MOMENT, "503 Busy"), FailureKind.WALL, "Cloudflare"),
        (answer(b"https://errors.edgesuite.net/18", "403 No"), FailureKind.WALL, "Akamai"),
        (answer(b"Sucuri WebSite Firewall - Access Denied", "403 No"), FailureKind.WALL, "Sucuri"),
        (answer(MOMENT, "404 No"), FailureKind.NOT_FOUND, "(404)"),
        (answer(b"datadome", "503 Busy"), FailureKind.WALL, "DataDome"),
    ],
)
async def test_refusals(
    fetcher: HttpFetcher, server: RawServer, reply: bytes, kind: FailureKind, name: str
) -> None:
    """With a status that refuses, whoever stands before the site is named."""
    outcome = await ask(fetcher, server.at("/rss", reply))
    assert isinstance(outcome, FetchFailure)
    assert outcome.kind is kind
    assert name in outcome.text.en

"""Gatekeepers in front of sites, which keep programs out; told by what they leave in answers. Pure.

Some marks stand in their challenges alone. Others are on every page of a site that uses them, and
mean something only when the answer is a refusal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

START: Final = 20_000
"""Bytes of a page in which marks are looked for."""


@dataclass(frozen=True, slots=True)
class Wall:
    """A gatekeeper; its marks are in lower case."""

    name: str
    marks: tuple[bytes, ...] = ()
    """In the page of a challenge."""
    headers: tuple[str, ...] = ()
    """Of a challenge."""
    on_refusal: tuple[bytes, ...] = ()
    """In any page."""
    headers_on_refusal: tuple[str, ...] = ()
    """Of any answer."""


_WALLS: Final = (
    Wall(
        "Cloudflare",
        (
            b"<title>just a moment",
            b"<title>attention required! | cloudflare",
            b"_cf_chl_opt",
            b"cf-browser-verification",
        ),
        ("cf-mitigated",),
        (b"cdn-cgi/challenge",),
    ),
    Wall("DataDome", (b"captcha-delivery.com",), (), (b"datadome",), ("x-datadome",)),
    Wall("Akamai", (b"errors.edgesuite.net", b"_sec/cp_challenge")),
    Wall("Imperva", (b"incapsula incident id",), (), (b"_incapsula_resource",)),
    Wall("HUMAN (PerimeterX)", (b"px-captcha",), (), (b"_pxappid",)),
    Wall("Sucuri", (b"sucuri_cloudproxy_js", b"sucuri website firewall - access denied")),
    Wall("AWS WAF", (), ("x-amzn-waf-action",), (b"awswaf",)),
    Wall("Anubis", (b'id="anubis_challenge"', b"/.within.website/x/cmd/anubis/")),
    Wall("SiteGround", (b"/.well-known/sgcaptcha/",), ("sg-captcha",)),
    Wall("Vercel", (b"vercel security checkpoint",), ("x-vercel-mitigated",)),
    Wall("DDoS-Guard", (b"<title>ddos-guard",), (), (b"/.well-known/ddos-guard/",)),
    Wall("Kasada", (b"window.kpsdk",), (), (), ("x-kpsdk-ct",)),
    Wall("Fastly", (b"/_fs-ch-",)),
    Wall("F5", (b"the requested url was rejected. please consult with your administrator",)),
)


def wall_of(headers: Mapping[str, str], body: bytes, *, is_refusal: bool) -> str | None:
    """The name of the gatekeeper that speaks in an answer instead of the site; None for none.

    Args:
        headers: Names in lower case.
        body: Its beginning is enough.
        is_refusal: Whether the status refuses; else only a challenge shows a gatekeeper.
    """
    start = body[:START].lower()
    for wall in _WALLS:
        if _shows(wall.marks, wall.headers, headers, start):
            return wall.name
        if is_refusal and _shows(wall.on_refusal, wall.headers_on_refusal, headers, start):
            return wall.name
    is_behind = is_refusal and headers.get("server", "").lower() == "cloudflare"
    return "Cloudflare" if is_behind and b"cloudflare" in start else None


def _shows(
    marks: tuple[bytes, ...], names: tuple[str, ...], headers: Mapping[str, str], start: bytes
) -> bool:
    return any(name in headers for name in names) or any(mark in start for mark in marks)

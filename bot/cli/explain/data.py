"""The verdicts for programs."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from bot.cli.explain.asking import Verdict
from bot.cli.explain.material import Material
from bot.cli.explain.request import Request
from bot.expression import Expression, Not
from bot.i18n import Lang, Text
from bot.model import Evidence, Watchlist
from bot.watchlist.wording import format_rule


def print_json(
    verdicts: Sequence[Verdict], material: Material, watchlist: Watchlist | None, request: Request
) -> None:
    """One object, with the keys that `docs/operating.md` names."""
    told = {
        "article": _article(material),
        "rules": [_verdict(verdict, material, request.lang) for verdict in verdicts],
        "fate": _fate(material, verdicts, watchlist, request.lang),
    }
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


def _article(material: Material) -> dict[str, Any]:
    entry, stored, source = material.entry, material.stored, material.source
    return {
        "id": stored.id if stored else None,
        "title": entry.title,
        "url": entry.url or None,
        "source": source.name if source else None,
        "lang": entry.lang,
        "published_at": _iso(entry.published_at),
        "first_seen_at": _iso(stored.first_seen_at) if stored else None,
    }


def _verdict(verdict: Verdict, material: Material, lang: Lang) -> dict[str, Any]:
    asked, explanation = verdict.asked, verdict.explanation
    return {
        "name": asked.name or None,
        "expression": format_rule(asked.expression),
        "matched": verdict.holds,
        "words_found": explanation.matched,
        "not_listening": _said(verdict.deafness, lang),
        "evidence": [_evidence(place, material) for place in explanation.evidence],
        "failed": [_failed(clause) for clause in explanation.failed],
    }


def _evidence(place: Evidence, material: Material) -> dict[str, Any]:
    texts = {"title": material.entry.title, "text": material.entry.text}
    here = texts.get(place.field)
    return {
        "term": place.term,
        "field": place.field,
        "start": place.span.start,
        "end": place.span.end,
        "text": None if here is None else here[slice(*place.span)],
    }


def _failed(clause: Expression) -> dict[str, Any]:
    excluded = isinstance(clause, Not)
    child = clause.child if isinstance(clause, Not) else clause
    return {"clause": format_rule(child), "excluded": excluded}


def _fate(
    material: Material, verdicts: Sequence[Verdict], watchlist: Watchlist | None, lang: Lang
) -> dict[str, Any] | None:
    fate = material.fate
    if fate is None:
        return None
    from bot.cli.explain.aftermath import lines  # noqa: PLC0415 - loads the database

    placed = fate.placed
    return {
        "matched": {name: _iso(when) for name, when in fate.matched.items()},
        "story": placed.story_id if placed else None,
        "level": placed.level if placed else None,
        "duplicate_of": placed.original.id if placed and placed.original else None,
        "reason": placed.reason.into(lang) if placed else None,
        "posts": [
            {
                "destination": post.destination,
                "state": post.state,
                "due_at": _iso(post.due_at),
                "sent_at": _iso(post.sent_at),
                "chat_id": post.chat_id,
                "message_id": post.message_id,
                "reason": _said(post.reason, lang),
            }
            for post in fate.posts
        ],
        "told": [line.into(lang) for line in lines(material, verdicts, watchlist)],
    }


def _said(text: Text | None, lang: Lang) -> str | None:
    return text.into(lang) if text else None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

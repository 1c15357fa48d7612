"""Why an article was placed where it was: a sentence for the editor, with its figures."""

from typing import Final

from bot.i18n import Text, counted
from bot.model import Candidate
from bot.story.likeness import Likeness, Overlap

NOTHING: Final = Text(en="Nothing like it is known.", fr="Rien de semblable n'est connu.")
CHANGED: Final = Text(
    en="The article changed; it stays where it was.",
    fr="L'article a changé ; il reste où il était.",
)


def same_url(candidate: Candidate, url: str) -> Text:
    """The same address."""
    return Text(
        en=f"Same address as in {candidate.source}: {url}",
        fr=f"Même adresse que dans {candidate.source} : {url}",
    )


def same_text(candidate: Candidate) -> Text:
    """The same text."""
    return Text(
        en=f"Same text, word for word, as in {candidate.source}.",
        fr=f"Même texte, mot pour mot, que dans {candidate.source}.",
    )


def near_duplicate(candidate: Candidate, overlap: Overlap) -> Text:
    """A version of a text."""
    where = _told(candidate)
    percent = round(100 * overlap.shared / max(overlap.one, 1))
    if overlap.one > overlap.other:
        percent = round(100 * overlap.containment)
        return Text(
            en=f"It holds {percent}% of the word pairs of {where.en}.",
            fr=f"Il reprend {percent} % des paires de mots de {where.fr}.",
        )
    return Text(
        en=f"{percent}% of its word pairs are those of {where.en}.",
        fr=f"{percent} % de ses paires de mots sont celles de {where.fr}.",
    )


def same_story(candidate: Candidate, likeness: Likeness) -> Text:
    """Another article about it."""
    where = _told(candidate)
    figures = _figures(likeness)
    return Text(
        en=f"About the same as {where.en} ({figures.en}).",
        fr=f"Même sujet que {where.fr} ({figures.fr}).",
    )


def too_far(candidate: Candidate, likeness: Likeness) -> Text:
    """Nothing is near enough."""
    where = _told(candidate)
    figures = _figures(likeness)
    return Text(
        en=f"A story of its own: the nearest is {where.en} ({figures.en}), not near enough.",
        fr=f"Un sujet à part : le plus proche est {where.fr} ({figures.fr}), trop loin.",
    )


def too_little(candidate: Candidate, likeness: Likeness) -> Text:
    """What they have in common is a word or two."""
    where = _told(candidate)
    en = counted(likeness.terms, "telling word", "telling words", "en")
    fr = counted(likeness.terms, "mot parlant", "mots parlants", "fr")
    return Text(
        en=f"A story of its own: it has only {en} in common with the nearest, {where.en}.",
        fr=f"Un sujet à part : il n'a que {fr} en commun avec le plus proche, {where.fr}.",
    )


def over(candidate: Candidate) -> Text:
    """The story that it would belong to takes in nothing more."""
    where = _told(candidate)
    return Text(
        en=f"A story of its own: that of {where.en} is over, or has become another.",
        fr=f"Un sujet à part : celui de {where.fr} est clos, ou en est devenu un autre.",
    )


def series(candidate: Candidate) -> Text:
    """Another one of a series."""
    where = _told(candidate)
    return Text(
        en=f"A story of its own: the title only differs from that of {where.en} by its day or its "
        "number, and the texts are not the same.",
        fr=f"Un sujet à part : le titre ne diffère de celui de {where.fr} que par le jour ou le "
        "nombre, et les textes ne sont pas les mêmes.",
    )


def _told(candidate: Candidate) -> Text:
    title = candidate.title if len(candidate.title) <= 80 else candidate.title[:79].rstrip() + "…"
    return Text(
        en=f"“{title}” ({candidate.source})" if title else f"an article in {candidate.source}",
        fr=f"« {title} » ({candidate.source})" if title else f"un article de {candidate.source}",
    )


def _figures(likeness: Likeness) -> Text:
    subject = round(100 * likeness.cosine)
    text = round(100 * likeness.overlap.containment)
    return Text(
        en=f"subject alike at {subject}%, {text}% of the word pairs in common",
        fr=f"sujets proches à {subject} %, {text} % de paires de mots communes",
    )

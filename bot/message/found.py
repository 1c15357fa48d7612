"""The words of an article that made a rule match."""

from bot.model import Entry, Match


def words_found(match: Match, entry: Entry) -> list[str]:
    """Each term of the rule once, as the article first writes it, in reading order.

    A term that stands neither in its title nor in its text is given as the rule writes it.
    """
    found: dict[str, str] = {}
    for evidence in match.evidence:
        texts = {"title": entry.title, "text": entry.text}
        written = texts.get(evidence.field, "")[slice(*evidence.span)]
        found.setdefault(evidence.term, " ".join(written.split()) or evidence.term)
    return list(dict.fromkeys(found.values()))

"""Why a rule does not listen to an article, whatever is in it. Pure."""

from bot.i18n import Text
from bot.model import Rule, Source


def deafness(rule: Rule, source: Source, lang: str | None) -> Text | None:
    """Why `rule` does not listen to articles of `source` in `lang`; None when it does."""
    if not rule.listens_to(source):
        return Text(
            en=f"the rule does not listen to the source {source.name}",
            fr=f"la règle n'écoute pas la source {source.name}",
        )
    spoken = (lang or source.lang or "").partition("-")[0].lower()
    if rule.languages and spoken not in rule.languages:
        known = ", ".join(sorted(rule.languages))
        told = spoken or "?"
        return Text(
            en=f"the rule listens to articles in {known} only; this one is in: {told}",
            fr=f"la règle n'écoute que les articles en {known} ; celui-ci est en : {told}",
        )
    return None

"""Why a rule raises no alert, though it matches. Pure.

Its matches are recorded all the same: history, replay and the noise report need them.
"""

from datetime import datetime, timedelta

from bot.i18n import Text
from bot.model import Entry, Rule


def silence(rule: Rule, entry: Entry, now: datetime) -> Text | None:
    """Why `rule` raises no alert about `entry`; None when it does."""
    return rest(rule, now) or _age(rule.max_age, entry, now)


def rest(rule: Rule, now: datetime) -> Text | None:
    """Why `rule` raises no alert at all just now; None when it is awake."""
    if not rule.enabled:
        return Text(en="the rule is switched off", fr="la règle est désactivée")
    if rule.expires_at and rule.expires_at <= now:
        end = _moment(rule.expires_at)
        return Text(en=f"the rule expired on {end}", fr=f"la règle a expiré le {end}")
    if rule.muted_until and now < rule.muted_until:
        end = _moment(rule.muted_until)
        return Text(en=f"the rule is mute until {end}", fr=f"la règle est muette jusqu'au {end}")
    if rule.dry_run_until and now < rule.dry_run_until:
        end = _moment(rule.dry_run_until)
        return Text(
            en=f"the rule is on trial until {end}", fr=f"la règle est à l'essai jusqu'au {end}"
        )
    return None


def _age(most: timedelta, entry: Entry, now: datetime) -> Text | None:
    """Why the entry is too old. One without a date is as young as today."""
    if entry.published_at is None or now - entry.published_at <= most:
        return None
    day = _moment(entry.published_at)
    return Text(
        en=f"the article is too old (published on {day})",
        fr=f"l'article est trop ancien (publié le {day})",
    )


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"

"""Why a rule raises no alert, though it matches. Pure.

Its matches are recorded all the same: history, replay and the noise report need them.
"""

from datetime import datetime, timedelta

from bot.i18n import Text
from bot.model import Entry, Rule


def silence(rule: Rule, entry: Entry, now: datetime, *, is_first_poll: bool = False) -> Text | None:
    """Why `rule` raises no alert about `entry`; None when it does.

    With `is_first_poll` the entry was there when its feed was read for the first time.
    """
    return rest(rule, now) or _age(rule.max_age, entry, now) or _backlog(entry, is_first_poll)


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


def _backlog(entry: Entry, is_first_poll: bool) -> Text | None:  # noqa: FBT001 - a fact, not a switch
    """What a feed had before anybody watched it may be years old when it has no date."""
    if not is_first_poll or entry.published_at is not None:
        return None
    return Text(
        en="the article has no date and was there before the feed was watched",
        fr="l'article n'a pas de date et précède la surveillance du flux",
    )


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"

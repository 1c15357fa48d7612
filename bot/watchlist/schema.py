"""What feeds.yaml may say: its sections, and the keys of an entry of each."""

from typing import Final

SECTIONS: Final = ("sources", "channels", "concepts", "families", "rules")
SOURCE_KEYS: Final = ("name", "url", "lang", "country", "tags", "every", "paused", "full_text")
CHANNEL_KEYS: Final = (
    "telegram",
    "topic",
    "lang",
    "style",
    "preview",
    "summary",
    "timezone",
    "quiet",
    "digest",
)
RULE_KEYS: Final = (
    "name",
    "match",
    "to",
    "hashtag",
    "priority",
    "sources",
    "tags",
    "languages",
    "max_age",
    "enabled",
    "expires",
    "muted_until",
    "dry_run_until",
    "cap",
    "quiet",
    "digest",
    "story_window",
    "story_quiet",
    "owner",
    "note",
)
RULE_PARTS: Final = {
    "all": "all",
    "tous": "all",
    "any": "any",
    "un": "any",
    "none": "none",
    "aucun": "none",
}
"""Of a `match` that is spelt out, in both languages, and what each means."""

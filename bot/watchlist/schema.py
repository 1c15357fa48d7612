"""What feeds.yaml may say: its sections, and the keys of an entry of each."""

from typing import Final

SECTIONS: Final = ("sources", "channels", "rules")
SOURCE_KEYS: Final = ("name", "url", "lang", "tags", "every")
CHANNEL_KEYS: Final = ("telegram", "lang", "summary")
RULE_KEYS: Final = (
    "name",
    "match",
    "to",
    "hashtag",
    "priority",
    "sources",
    "tags",
    "max_age",
    "enabled",
)

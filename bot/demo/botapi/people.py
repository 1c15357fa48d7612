"""Users, and what they may do in a chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

_ANYWHERE: Final = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip
_IN_CHANNELS: Final = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
_IN_GROUPS: Final = ("can_pin_messages", "can_manage_topics", "can_manage_tags")
_MEMBERS: Final = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos",
    "can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls",
    "can_send_other_messages", "can_add_web_page_previews", "can_react_to_messages",
    "can_edit_tag", "can_change_info", "can_invite_users", "can_pin_messages",
    "can_manage_topics",
)  # fmt: skip
RIGHTS: Final = frozenset({*_ANYWHERE, *_IN_CHANNELS, *_IN_GROUPS})
"""What an administrator may be allowed to do."""
ALLOWED: Final = frozenset(_MEMBERS[:12])
"""What an ordinary member of a group may do."""


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    username: str = ""
    is_bot: bool = False
    language_code: str = ""

    def to_json(self) -> dict[str, Any]:
        """As `User` of the Bot API."""
        body = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        optional = {"username": self.username, "language_code": self.language_code}
        return body | {name: value for name, value in optional.items() if value}


@dataclass(frozen=True, slots=True)
class Member:
    """How somebody stands in a chat. `rights` are those of an administrator."""

    status: Status
    rights: frozenset[str] = frozenset()
    since: datetime | None = None

    @property
    def is_in(self) -> bool:
        """Whether they are in the chat at all."""
        return self.status not in ("left", "kicked")

    @property
    def is_admin(self) -> bool:
        """Whether they run the chat."""
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        """Whether an administrator's right is given."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)


OUTSIDE: Final = Member("left")


def member_json(user: User, member: Member, chat_type: str) -> dict[str, Any]:
    """As one of the six `ChatMember…` of the Bot API."""
    body: dict[str, Any] = {"user": user.to_json(), "status": member.status}
    if member.status == "creator":
        return body | {"is_anonymous": False}
    if member.status == "administrator":
        names = (*_ANYWHERE, *(_IN_CHANNELS if chat_type == "channel" else _IN_GROUPS))
        held = {name: name in member.rights for name in names}
        return body | {"can_be_edited": False, "is_anonymous": False} | held
    if member.status == "restricted":
        muted: Mapping[str, Any] = dict.fromkeys(_MEMBERS, False)
        return body | {"is_member": True, "until_date": 0, **muted}
    return body | ({"until_date": 0} if member.status == "kicked" else {})

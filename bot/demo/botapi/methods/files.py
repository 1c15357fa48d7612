"""Fetching files again."""

from bot.demo.botapi.call import Action, Call
from bot.demo.botapi.refusal import bad_request


def get_file(call: Call) -> Action:
    """`getFile`: where a file can be downloaded."""
    media = call.world.files.known(call.text("file_id"))
    if media is None:
        raise bad_request("invalid file_id")
    return Action(lambda: media.file_json() | {"file_path": media.path})

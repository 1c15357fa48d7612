"""What people see of the bot: its commands, its descriptions, the rights that it asks for."""

import json
from collections.abc import Callable
from typing import Any, Final

from bot.demo.botapi.call import Action, Call
from bot.demo.botapi.people import Member, User, member_json
from bot.demo.botapi.refusal import bad_request

_NOBODY: Final = User(0, "")
_MOST_COMMANDS: Final = 100
_LENGTHS: Final = {"description": 512, "short_description": 120}
"""Most characters (documentation of `setMyDescription` and `setMyShortDescription`)."""


def _scope(call: Call) -> str:
    return json.dumps([call.json("scope"), call.text("language_code")], sort_keys=True)


def set_my_commands(call: Call) -> Action:
    """`setMyCommands`."""
    commands = call.json("commands")
    if not isinstance(commands, list) or not all(isinstance(each, dict) for each in commands):
        raise bad_request("can't parse list of commands JSON")
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("too many commands specified")
    kept = [_command(each) for each in commands]

    def keep() -> bool:
        call.account.commands[_scope(call)] = kept
        return True

    return Action(keep)


def _command(given: dict[str, Any]) -> dict[str, str]:
    name = str(given.get("command", "")).removeprefix("/")
    told = str(given.get("description", ""))
    if not (name.isascii() and name.replace("_", "a").isalnum() and name == name.lower()):
        raise bad_request("BOT_COMMAND_INVALID")
    if len(name) > 32 or not 1 <= len(told) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": told}


def get_my_commands(call: Call) -> Action:
    """`getMyCommands`."""
    return Action(lambda: call.account.commands.get(_scope(call), []))


def delete_my_commands(call: Call) -> Action:
    """`deleteMyCommands`."""

    def forget() -> bool:
        call.account.commands.pop(_scope(call), None)
        return True

    return Action(forget)


def set_description(field: str) -> Callable[[Call], Action]:
    """`setMyDescription` and `setMyShortDescription`; an empty one is taken away."""

    def describe(call: Call) -> Action:
        key, text = (field, call.text("language_code")), call.text(field)
        if len(text) > _LENGTHS[field]:
            raise bad_request(f"{field.replace('_', ' ')} is too long")

        def keep() -> bool:
            call.account.descriptions[key] = text
            return True

        return Action(keep)

    return describe


def get_description(field: str) -> Callable[[Call], Action]:
    """`getMyDescription` and `getMyShortDescription`, in the language or in none."""

    def tell(call: Call) -> Action:
        kept = call.account.descriptions
        text = kept.get((field, call.text("language_code"))) or kept.get((field, ""), "")
        return Action(lambda: {field: text})

    return tell


def set_default_rights(call: Call) -> Action:
    """`setMyDefaultAdministratorRights`; without rights, none are asked for."""

    def keep() -> bool:
        call.account.default_rights[call.flag("for_channels")] = call.object("rights")
        return True

    return Action(keep)


def get_default_rights(call: Call) -> Action:
    """`getMyDefaultAdministratorRights`."""
    channels = call.flag("for_channels")
    kept = call.account.default_rights.get(channels, {})
    return Action(lambda: rights_json(kept, channels=channels))


def rights_json(held: dict[str, Any], *, channels: bool) -> dict[str, bool]:
    """As `ChatAdministratorRights`, complete."""
    shape = member_json(_NOBODY, Member("administrator"), "channel" if channels else "supergroup")
    names = [name for name in shape if name.startswith("can_") and name != "can_be_edited"]
    return {name: bool(held.get(name)) for name in ("is_anonymous", *names)}

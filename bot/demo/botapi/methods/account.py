"""The bot itself: who it is, its commands, its updates, its answers to buttons."""

import json
from datetime import timedelta
from typing import Any, Final

from bot.demo.botapi.call import Action, Call
from bot.demo.botapi.links import checked_link
from bot.demo.botapi.refusal import bad_request
from bot.demo.botapi.world import Change

MOST_ANSWER: Final = 200
"""Characters of an answer to a button."""
QUERY_LIFETIME: Final = timedelta(minutes=1)
"""How long a press may be answered; the real time is not documented."""
_MOST_COMMANDS: Final = 100


def get_me(call: Call) -> Action:
    """`getMe`."""
    body = call.account.user.to_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return Action(lambda: body)


def delete_webhook(call: Call) -> Action:
    """`deleteWebhook`: there is never one, but waiting updates can be dropped."""

    def delete() -> bool:
        if call.flag("drop_pending_updates"):
            call.account.updates.clear()
        return True

    return Action(delete)


def get_webhook_info(call: Call) -> Action:
    """`getWebhookInfo`."""
    body: dict[str, Any] = {"url": "", "has_custom_certificate": False}
    return Action(lambda: body | {"pending_update_count": len(call.account.updates)})


def answer_callback_query(call: Call) -> Action:
    """`answerCallbackQuery`."""
    text, url = call.text("text"), call.text("url")
    if len(text) > MOST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not checked_link(url):
        raise bad_request("URL_INVALID")
    query = call.world.queries.get(call.text("callback_query_id"))
    late = query is not None and call.world.now() - query.at > QUERY_LIFETIME
    if query is None or query.account is not call.account or query.answer is not None or late:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")

    def answer() -> bool:
        query.answer = {"text": text, "show_alert": call.flag("show_alert"), "url": url}
        call.world.tell(Change("answer", None, query))
        return True

    return Action(answer)


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

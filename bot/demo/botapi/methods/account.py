"""The bot itself: who it is, its commands, its updates, its answers to buttons."""

from datetime import timedelta
from typing import Final

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

"""Asking for updates to be posted somewhere."""

import re
from typing import Any, Final
from urllib.parse import urlsplit

from bot.demo.botapi.call import Action, Call
from bot.demo.botapi.refusal import bad_request
from bot.demo.botapi.updates import Webhook
from bot.demo.botapi.world import Change

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
"""Where a webhook may be; the stand-in reaches nothing else."""
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{0,256}")


def set_webhook(call: Call) -> Action:
    """`setWebhook`. Unlike the real one it takes plain HTTP, any port, and only this machine."""
    if not call.text("url"):
        return delete_webhook(call)
    hook = Webhook(_checked(call.text("url")), call.text("secret_token"))
    if not _SECRET.fullmatch(hook.secret):
        raise bad_request("secret token contains unallowed characters")
    hook.most_at_once = min(max(call.integer("max_connections", 40), 1), 100)
    kinds = call.json("allowed_updates")

    def keep() -> bool:
        _drop(call)
        if isinstance(kinds, list):
            call.account.updates.want([str(kind) for kind in kinds])
        call.account.webhook = hook
        call.world.tell(Change("webhook", None, call.account))
        return True

    return Action(keep)


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise bad_request("bad webhook: invalid URL specified") from None
    if parts.scheme != "http" or port == 0:
        raise bad_request("bad webhook: the stand-in posts over plain HTTP only")
    if parts.hostname not in LOOPBACK:
        raise bad_request("bad webhook: the stand-in posts to this machine only")
    return url


def _drop(call: Call) -> None:
    if call.flag("drop_pending_updates"):
        call.account.updates.clear()


def delete_webhook(call: Call) -> Action:
    """`deleteWebhook`."""

    def delete() -> bool:
        _drop(call)
        call.account.webhook = None
        call.world.tell(Change("webhook", None, call.account))
        return True

    return Action(delete)


def get_webhook_info(call: Call) -> Action:
    """`getWebhookInfo`."""
    return Action(lambda: _info(call))


def _info(call: Call) -> dict[str, Any]:
    account = call.account
    hook = account.webhook or Webhook("")
    body: dict[str, Any] = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(account.updates),
    }
    if hook.url:
        body |= {"max_connections": hook.most_at_once, "ip_address": "127.0.0.1"}
    if hook.failed:
        body |= {"last_error_date": hook.failed, "last_error_message": hook.failure}
    if account.updates.allowed is not None:
        body["allowed_updates"] = sorted(account.updates.allowed)
    return body

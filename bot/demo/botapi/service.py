"""One call from request to answer: who asks, planned faults, checks, flood limits, the deed."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.demo.botapi.call import Call
from bot.demo.botapi.composing import MOST_BYTES
from bot.demo.botapi.faults import Failing, Fault, Faults, upset
from bot.demo.botapi.flood import Flood, Limits
from bot.demo.botapi.media import Upload
from bot.demo.botapi.methods.table import METHODS, method_named
from bot.demo.botapi.polling import Polling
from bot.demo.botapi.reading import parameters_of
from bot.demo.botapi.refusal import Refusal
from bot.demo.botapi.signatures import departures
from bot.demo.botapi.webhooks import Webhooks
from bot.demo.botapi.world import World
from bot.ports import Clock

_MALFORMED: Final = "Unauthorized: invalid token specified"
_GATEWAY: Final = "<html>\n<head><title>502 Bad Gateway</title></head>\n</html>\n"
_DROPPING: Final = (Failing.DROP, Failing.HANDLE_THEN_DROP)
_UNHANDLED: Final = (Failing.DROP, Failing.BAD_GATEWAY)
_UPSETTING: Final = (Failing.KICK, Failing.BLOCK, Failing.MIGRATE)
_HANGING: Final = (Failing.HANDLE_THEN_HANG,)


@dataclass(frozen=True, slots=True)
class Called:
    """A call that came in, for tests to look at."""

    method: str
    given: dict[str, Any]
    at: float
    """Seconds on the monotonic clock."""


class Service:
    """Answers calls. `violations` lists every departure from the documentation."""

    def __init__(self, world: World, clock: Clock, limits: Limits | None = None) -> None:
        self.world = world
        self.clock = clock
        self.flood = Flood(limits)
        self.faults = Faults()
        self.polling = Polling()
        self.violations: list[str] = []
        self.calls: deque[Called] = deque(maxlen=10_000)
        self.drop: Callable[[Request], None] = _keep
        """Closes a request's connection without an answer; the server puts itself here."""
        self.webhooks = Webhooks(clock)
        world.lookers_on += [self.polling.notice, self.webhooks.notice]

    async def answer(self, request: Request) -> Response:
        """The answer to one HTTP request for a method of the Bot API."""
        try:
            call = await self._call(request)
        except Refusal as refusal:
            return _refused(refusal)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        fault = self.faults.strike(call.method, call.text("chat_id"))
        if fault is None:
            return await self._handled(call)
        return await self._faulty(request, call, fault)

    async def file(self, request: Request) -> Response:
        """The bytes of a file whose path `getFile` gave."""
        found = self.world.files.at(request.path_params["path"])
        if request.path_params["token"] not in self.world.accounts or found is None:
            return _refused(Refusal(404, "Not Found"))
        # As the real server: never as something that a browser would show.
        return Response(found[1], media_type="application/octet-stream")

    async def _call(self, request: Request) -> Call:
        token, name = request.path_params["token"], request.path_params["method"]
        account = self.world.accounts.get(token)
        if account is None:
            known = ":" in token
            raise Refusal(401, "Unauthorized" if known else _MALFORMED)
        method = method_named(name)
        if method is None:
            raise Refusal(404, "Not Found: method not found")
        given = await parameters_of(request)
        self.violations += departures(method, given)
        kept = {name: _remembered(value) for name, value in given.items()}
        self.calls.append(Called(method, kept, self.clock.monotonic()))
        return Call(self.world, account, method, given)

    async def _handled(self, call: Call) -> Response:
        try:
            return JSONResponse({"ok": True, "result": await self._done(call)})
        except Refusal as refusal:
            return _refused(refusal)

    async def _done(self, call: Call) -> Any:
        if call.method == "getUpdates":
            return await self.polling.get_updates(call)
        action = METHODS[call.method](call)
        if action.counts_in is not None:
            now = self.clock.monotonic()
            bot_id = call.account.user.id
            wait = self.flood.admit(bot_id, action.counts_in, now, action.messages)
            if wait > 0:
                await self.clock.sleep(wait)
        return action.do()

    async def _faulty(self, request: Request, call: Call, fault: Fault) -> Response:
        if fault.failing is Failing.REFUSE:
            return _refused(fault.refusal)
        if fault.failing is Failing.SLOW:
            await self.clock.sleep(fault.seconds)
        if fault.failing in _UPSETTING:
            upset(call, fault.failing)
        if fault.failing in (Failing.SLOW, *_UPSETTING):
            return await self._handled(call)
        if fault.failing not in _UNHANDLED:
            await self._handled(call)
        if fault.failing in _DROPPING:
            self.drop(request)
        if fault.failing in (*_DROPPING, *_HANGING):
            await request.receive()  # the next event after the body: the other side has left
        return HTMLResponse(_GATEWAY, 502)


def _remembered(value: Any) -> Any:
    """A parameter without the bytes of a file, and no longer than any text that can be sent."""
    if isinstance(value, Upload):
        return f"{len(value.data)} bytes"
    return value[:MOST_BYTES] if isinstance(value, str) else value


def _keep(_request: Request) -> None:
    """Outside of a server there is no connection to close."""


def _refused(refusal: Refusal) -> Response:
    headers = {}
    if refusal.parameters and "retry_after" in refusal.parameters:
        headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return JSONResponse(refusal.to_json(), refusal.code, headers)

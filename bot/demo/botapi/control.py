"""The control interface: what a test does from Python, another process does over HTTP.

`POST /control/<verb>` with a JSON object; `GET /control` lists the verbs with what they take.
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.demo.botapi.arguments import READ, Misunderstood
from bot.demo.botapi.chats import Json
from bot.demo.botapi.director import Director
from bot.demo.botapi.people import User
from bot.demo.botapi.reading import body_of
from bot.demo.botapi.refusal import Refusal
from bot.demo.botapi.strict_json import read_json
from bot.demo.botapi.verbs import VERBS, Verb
from bot.demo.botapi.world import Account, Query


class Control:
    """Routes for other processes on this machine, and for the page."""

    def __init__(self, director: Director) -> None:
        self.director = director

    def routes(self) -> list[Route]:
        """Where it answers."""
        return [
            Route("/control", self._verbs),
            Route("/control/{verb}", self._act, methods=["POST"]),
        ]

    async def _verbs(self, _request: Request) -> Response:
        return JSONResponse({name: _described(verb) for name, verb in VERBS.items()})

    async def _act(self, request: Request) -> Response:
        verb = VERBS.get(request.path_params["verb"])
        if verb is None:
            return JSONResponse({"error": f"no such verb; there are {', '.join(VERBS)}"}, 404)
        try:
            given = self._read(verb, await _object(request))
            return JSONResponse(_told(verb, verb.do(self.director, **given)))
        except (Misunderstood, LookupError, ValueError, Refusal) as error:
            # A KeyError would show its key in quotes.
            return JSONResponse({"error": str(error.args[0] if error.args else error)}, 400)

    def _read(self, verb: Verb, body: Json) -> dict[str, Any]:
        """The arguments of a verb.

        Raises:
            Misunderstood: One is missing, unknown or of another kind.
        """
        for name, each in verb.takes.items():
            if each.required and name not in body:
                raise Misunderstood(f"{name} is missing")
        unknown = body.keys() - verb.takes.keys()
        if unknown:
            raise Misunderstood(f"{', '.join(sorted(unknown))} unknown")
        return {
            name: READ[verb.takes[name].kind](self.director, name, value)
            for name, value in body.items()
        }


async def _object(request: Request) -> Json:
    """The wish. Only JSON: other sites cannot send that here without asking first."""
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind.strip().lower() != "application/json":
        raise Misunderstood("JSON expected")
    try:
        body = read_json(await body_of(request) or b"{}")
    except ValueError as error:
        raise Misunderstood("this is not JSON") from error
    if not isinstance(body, dict):
        raise Misunderstood("an object expected")
    return body


def _told(verb: Verb, result: Any) -> Json:
    """What comes back, as JSON."""
    if isinstance(result, User):
        return result.to_json()
    if isinstance(result, Account):
        return result.user.to_json() | {"token": result.token}
    if isinstance(result, Query):
        return {"id": result.id, "answer": result.answer}
    return {verb.gives: result} if verb.gives else {}


def _described(verb: Verb) -> Json:
    says = (verb.do.__doc__ or "").partition("\n")[0]
    words = {name: each.kind + "!" * each.required for name, each in verb.takes.items()}
    return {"says": says, "takes": words, "gives": verb.gives}

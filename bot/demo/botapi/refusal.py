"""How the Bot API says no."""

from typing import Any


class Refusal(Exception):
    """An error answer: HTTP status, description, and the machine-readable parameters."""

    def __init__(
        self, code: int, description: str, parameters: dict[str, Any] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def to_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(what: str) -> Refusal:
    """400: the request cannot be fulfilled as it is."""
    return Refusal(400, f"Bad Request: {what}")


def forbidden(what: str) -> Refusal:
    """403: somebody does not want it."""
    return Refusal(403, f"Forbidden: {what}")


def conflict(what: str) -> Refusal:
    """409: somebody else does it already."""
    return Refusal(409, f"Conflict: {what}")


def too_many_requests(seconds: int) -> Refusal:
    """429: come back in `seconds`."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})

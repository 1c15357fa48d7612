"""JSON that can be sent on: no half characters, no infinite numbers, no bottomless nesting."""

import json
from typing import Any


def read_json(text: str | bytes) -> Any:
    """The value.

    Raises:
        ValueError: It is not JSON, or it could not be written again as UTF-8.
    """
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value

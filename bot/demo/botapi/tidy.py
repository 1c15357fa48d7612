"""What the server does to a text after parsing: clean, trim, sort out entities, set the limits.

After `fix_formatted_text` and `clean_input_string` of td, as far as a bot can notice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.demo.botapi.entities import CODE, QUOTES, STYLES, Entity, Formatted, in_order, utf16_length
from bot.demo.botapi.links import found_entities
from bot.demo.botapi.refusal import bad_request

MOST_UNITS: Final = 4096
"""UTF-16 units of a message's text, after parsing."""
MOST_CAPTION: Final = 1024
"""UTF-16 units of a caption, after parsing."""
MOST_ENTITIES: Final = 100
"""The others are ignored in silence."""

_BLANK: Final = " \n"
_CLEANED: Final = {
    **{code: " " for code in range(0x20) if chr(code) != "\n"},
    ord("\r"): "",
    **dict.fromkeys(range(0x2028, 0x202F), ""),
    **dict.fromkeys((0x030A, 0x0333, 0x033F), ""),
}


def tidied(parsed: Formatted) -> Formatted:
    """The text as it is stored and shown.

    Raises:
        Refusal: Nothing is left, or it is too long.
    """
    text, entities = _trimmed(*_cleaned(parsed.text, parsed.entities))
    if not text.strip():
        raise bad_request("text must be non-empty")
    if utf16_length(text) > MOST_UNITS:
        raise bad_request("message is too long")
    return _sorted_out(text, entities)


def tidied_caption(parsed: Formatted) -> Formatted:
    """The caption as it is stored and shown; it may be empty.

    Raises:
        Refusal: It is too long.
    """
    text, entities = _trimmed(*_cleaned(parsed.text, parsed.entities))
    if utf16_length(text) > MOST_CAPTION:
        raise bad_request("message caption is too long")
    return _sorted_out(text, entities) if text.strip() else Formatted("")


def _sorted_out(text: str, entities: Sequence[Entity]) -> Formatted:
    kept = _nested(_joined(entities))
    taken = [entity for entity in kept if entity.type not in STYLES | QUOTES]
    every = sorted([*kept, *found_entities(text, taken)], key=in_order)
    return Formatted(text, tuple(every[:MOST_ENTITIES]))


def _cleaned(text: str, entities: Iterable[Entity]) -> tuple[str, list[Entity]]:
    """Without control characters and the like; entities follow the text that moves."""
    cleaned = text.translate(_CLEANED)
    if cleaned == text:
        return text, list(entities)
    moved_to, units = [0], 0
    for character in text:
        kept = utf16_length(character.translate(_CLEANED))
        moved_to += [units + kept] * utf16_length(character)
        units += kept
    moved = (entity.between(moved_to[entity.offset], moved_to[entity.end]) for entity in entities)
    return cleaned, [entity for entity in moved if entity.length > 0]


def _trimmed(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """Without blanks at the end, nor at the start up to the first entity."""
    text = text.rstrip(_BLANK)
    end = utf16_length(text)
    cut = [entity.between(entity.offset, min(entity.end, end)) for entity in entities]
    cut = [entity for entity in cut if entity.length > 0]
    blanks = len(text) - len(text.lstrip(_BLANK))
    start = min([blanks, *(entity.offset for entity in cut)])
    return text[start:], [replace(entity, offset=entity.offset - start) for entity in cut]


def _joined(entities: Iterable[Entity]) -> list[Entity]:
    """Neighbours of the same style become one."""
    joined: list[Entity] = []
    last: dict[str, int] = {}
    for entity in sorted(entities, key=in_order):
        index = last.get(entity.type)
        if entity.type in STYLES and index is not None and entity.offset <= joined[index].end:
            end = max(entity.end, joined[index].end)
            joined[index] = joined[index].between(joined[index].offset, end)
            continue
        last[entity.type] = len(joined)
        joined.append(entity)
    return joined


def _nested(entities: Iterable[Entity]) -> list[Entity]:
    """Only what may stand inside what: nothing in code, no quote in a quote, no link in a link."""
    kept: list[Entity] = []
    around: list[Entity] = []
    for entity in sorted(entities, key=in_order):
        around = [other for other in around if entity.offset < other.end]
        if all(_may_hold(other, entity) for other in around):
            kept.append(entity)
            around.append(entity)
    return kept


def _may_hold(outer: Entity, inner: Entity) -> bool:
    if outer.type in CODE:
        return False
    if outer.type in STYLES:
        return True
    if outer.type in QUOTES:
        return inner.type not in QUOTES
    return inner.type in STYLES

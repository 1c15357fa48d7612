"""Checks of texts: markup, entities, limits, buttons."""

from typing import Final

from bot.demo.botapi.selftest.ground import Check, Ground, entities, same
from bot.i18n import Text

_PARSE: Final = "Bad Request: can't parse entities: "
_WRONG: Final = {
    "<p>x</p>": 'Unsupported start tag "p" at byte offset 0',
    "été <b>x": 'Can\'t find end tag corresponding to start tag "b"',
    "<b>x</i>": 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
    "x</b>": "Unexpected end tag at byte offset 1",
    "<b": "Unclosed start tag at byte offset 0",
    "<span>x</span>": 'Tag "span" must have class "tg-spoiler" at byte offset 0',
}
_STYLES: Final = {
    "<b>é</b>": "bold",
    "<em>é</em>": "italic",
    "<u>é</u>": "underline",
    "<del>é</del>": "strikethrough",
    "<tg-spoiler>é</tg-spoiler>": "spoiler",
    "<code>é</code>": "code",
    "<blockquote>é</blockquote>": "blockquote",
    "<blockquote expandable>é</blockquote>": "expandable_blockquote",
    '<a href="https://example.org">é</a>': "text_link",
    '<tg-time unix="1700000000" format="r">é</tg-time>': "date_time",
}


def _marked(ground: Ground) -> None:
    message = ground.html("🚁 <b>La <u>Chine</u></b> &amp; &lt;co&gt;")
    same(message["text"], "🚁 La Chine & <co>", "text")
    same(entities(message), [("bold", 3, 8), ("underline", 6, 5)], "entities")


def _styles(ground: Ground) -> None:
    for html, kind in _STYLES.items():
        same(entities(ground.html(html)), [(kind, 0, 1)], html)


def _found(ground: Ground) -> None:
    message = ground.send("#Défense https://example.org/a?b=c /aide")
    wanted = [("hashtag", 0, 8), ("url", 9, 25), ("bot_command", 35, 5)]
    same(entities(message), wanted, "entities")


def _tidied(ground: Ground) -> None:
    same(ground.send(" \n Vigie\t! \n")["text"], "Vigie !", "text")
    message = ground.html("<b>a</b><b>b</b> ")
    same((message["text"], entities(message)), ("ab", [("bold", 0, 2)]), "joined")


def _wrong(ground: Ground) -> None:
    for html, words in _WRONG.items():
        ground.refused(_PARSE + words, "sendMessage", text=html, parse_mode="HTML")
    ground.refused(
        "Bad Request: unsupported parse_mode", "sendMessage", text="x", parse_mode="BBCode"
    )


def _empty(ground: Ground) -> None:
    ground.refused("Bad Request: message text is empty", "sendMessage", text="")
    ground.refused("Bad Request: text must be non-empty", "sendMessage", text=" \n ")


def _long(ground: Ground) -> None:
    text = "🚁" * 2048
    same(ground.html(f"<b>{text}</b>")["text"], text, "text")
    ground.refused("Bad Request: message is too long", "sendMessage", text=text + "x")
    ground.refused("Bad Request: text is too long", "sendMessage", text="é" * 16_385)


def _preview(ground: Ground) -> None:
    options = {"url": "https://example.org/", "prefer_large_media": True, "show_above_text": True}
    message = ground.send("x", link_preview_options=options)
    same(message.get("link_preview_options"), options, "link_preview_options")


def _buttons(ground: Ground) -> None:
    row = [
        {"text": "Lire", "url": "https://example.org/a"},
        {"text": "Pourquoi ?", "callback_data": "why:1"},
    ]
    message = ground.send("x", reply_markup={"inline_keyboard": [row]})
    same(message["reply_markup"], {"inline_keyboard": [row]}, "reply_markup")


def _wrong_buttons(ground: Ground) -> None:
    long = {"text": "x", "callback_data": "x" * 65}
    url = {"text": "x", "url": "nowhere"}
    for button, words in [
        (long, "BUTTON_DATA_INVALID"),
        (url, "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
    ]:
        markup = {"inline_keyboard": [[button]]}
        ground.refused(f"Bad Request: {words}", "sendMessage", text="x", reply_markup=markup)


CHECKS: Final = (
    Check(
        Text(
            en="Entities count in UTF-16 units",
            fr="Les entités se comptent en unités UTF-16",
        ),
        _marked,
    ),
    Check(
        Text(en="Every tag has its entity", fr="Chaque balise a son entité"),
        _styles,
    ),
    Check(
        Text(
            en="Hashtags, addresses and commands are found in plain text",
            fr="Mots-dièse, adresses et commandes se trouvent dans un texte simple",
        ),
        _found,
    ),
    Check(
        Text(
            en="Blanks at the ends go, neighbours of one style join",
            fr="Les blancs aux bouts disparaissent, les styles voisins se joignent",
        ),
        _tidied,
    ),
    Check(
        Text(
            en="Wrong markup is refused with its place",
            fr="Un balisage faux est refusé avec sa place",
        ),
        _wrong,
    ),
    Check(Text(en="Empty texts are refused", fr="Les textes vides sont refusés"), _empty),
    Check(
        Text(
            en="4096 units after parsing are the limit",
            fr="4096 unités après lecture sont la limite",
        ),
        _long,
    ),
    Check(
        Text(
            en="The options of a link preview come back",
            fr="Les options d'un aperçu de lien reviennent",
        ),
        _preview,
    ),
    Check(
        Text(
            en="Buttons come back as they were given",
            fr="Les boutons reviennent tels qu'ils furent donnés",
        ),
        _buttons,
    ),
    Check(Text(en="Wrong buttons are refused", fr="De faux boutons sont refusés"), _wrong_buttons),
)

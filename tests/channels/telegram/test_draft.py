"""What goes into a request, and what is given up when it is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.draft import (
    LONGEST,
    essence,
    first_draft,
    shorten,
    simplified,
    units,
)
from bot.model import Button, Message, SendProblem

LINK = "https://phare.example/a"
POST = Message(
    html="<b>Drones</b> au port",
    plain="Drones au port",
    buttons=(Button("Lire", url=LINK), Button("Pourquoi ?", data="why:7")),
    preview_url=LINK,
)


def test_the_first_draft_is_the_post_as_composed() -> None:
    """Markup, both kinds of buttons, and the preview below the text."""
    content = first_draft(POST).content()
    assert content["text"] == POST.html
    assert content["parse_mode"] == "HTML"
    [row] = content["reply_markup"].inline_keyboard
    assert [(b.text, b.url, b.callback_data) for b in row] == [
        ("Lire", LINK, None),
        ("Pourquoi ?", None, "why:7"),
    ]
    assert content["link_preview_options"].url == LINK


def test_no_preview_is_asked_for_as_such() -> None:
    """Else Telegram would preview any link in the text."""
    content = first_draft(Message("a", "a")).content()
    assert content["link_preview_options"].is_disabled
    assert content["reply_markup"] is None


@pytest.mark.parametrize(
    ("problem", "text", "buttons"),
    [
        (SendProblem.BAD_MARKUP, POST.plain, 2),
        (SendProblem.TOO_LONG, POST.plain, 2),
        (SendProblem.BAD_EXTRA, POST.html, 0),
    ],
)
def test_what_is_refused_is_given_up_once(problem: SendProblem, text: str, buttons: int) -> None:
    """With a notice; a second time there is nothing left."""
    draft = simplified(first_draft(POST), POST, problem)
    assert draft is not None
    assert draft.text == text
    assert len(draft.buttons) == buttons
    assert draft.notice is not None
    assert simplified(draft, POST, problem) is None


def test_everything_can_be_given_up_in_turn() -> None:
    """And each is told."""
    draft = simplified(first_draft(POST), POST, SendProblem.BAD_EXTRA)
    assert draft is not None
    draft = simplified(draft, POST, SendProblem.BAD_MARKUP)
    assert draft is not None
    assert draft.notice is not None
    assert "boutons" in draft.notice.fr
    assert "mise en forme" in draft.notice.fr


@pytest.mark.parametrize(
    "problem", [SendProblem.UNCERTAIN, SendProblem.FLOOD, SendProblem.UNREACHABLE]
)
def test_other_problems_are_not_for_the_draft(problem: SendProblem) -> None:
    """Another form of the post would not help."""
    assert simplified(first_draft(POST), POST, problem) is None


def test_nothing_extra_to_give_up_is_nothing() -> None:
    """A bare post stays as it is."""
    bare = Message("a", "a")
    assert simplified(first_draft(bare), bare, SendProblem.BAD_EXTRA) is None


def test_a_cut_is_made_at_the_end_of_a_sentence_and_keeps_the_link() -> None:
    """In the second half of what fits."""
    text = "Une phrase courte. " * 10
    cut = shorten(text, LINK, longest=120)
    assert cut == f"{'Une phrase courte. ' * 4}Une phrase courte.…\n{LINK}"


def test_without_a_sentence_the_cut_is_made_at_a_word() -> None:
    """Better than in the middle of one."""
    assert shorten("mot " * 50, "", longest=23) == "mot mot mot mot mot…"


@given(st.text(min_size=LONGEST // 2, max_size=LONGEST + 200), st.sampled_from(["", LINK]))
def test_a_cut_always_fits(text: str, link: str) -> None:
    """In UTF-16 units, with the link, and without half a character."""
    longest = 900
    cut = shorten(text, link, longest)
    assert units(cut) <= longest
    if units(text) > longest:
        assert cut.endswith(link or "…")
    cut.encode()


def test_units_count_as_telegram_does() -> None:
    """An emoji beyond the basic plane counts twice."""
    assert [units(text) for text in ("é", "🚢", "e\u0301")] == [1, 2, 2]


def test_the_essence_forgets_what_telegram_changes() -> None:
    """Blanks, controls and punctuation do not tell posts apart."""
    assert essence(" Drones\u202e, au\xa0port\n") == essence("Drones au port")
    assert essence("Drones au port") != essence("Drones aux ports")

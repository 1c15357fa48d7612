"""Dates, as feeds write them (line 25 of the polite poller)."""

from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.parse.dates import LONGEST, read_date
from tests.raw_feed import item, read, rss


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


HALF_PAST = "2026-03-02T11:30"
"""What most of these mean, seen from Greenwich."""

STANDARD = [
    ("Mon, 02 Mar 2026 11:30:00 GMT", HALF_PAST),
    ("Mon, 02 Mar 2026 11:30:00 UTC", HALF_PAST),
    ("Mon, 02 Mar 2026 12:30:00 +0100", HALF_PAST),
    ("Mon, 2 Mar 2026 06:30:00 -0500", HALF_PAST),
    ("02 Mar 2026 11:30:00 GMT", HALF_PAST),
    ("2026-03-02T11:30:00Z", HALF_PAST),
    ("2026-03-02T12:30:00+01:00", HALF_PAST),
    ("2026-03-02T11:30Z", HALF_PAST),
    ("2026-03-02T11:30:00.000Z", HALF_PAST),
    ("2026-03-02", "2026-03-02"),
    ("20260302T113000Z", HALF_PAST),
    ("2026-W10-1", "2026-03-02"),
    ("Mon Mar  2 11:30:00 2026", HALF_PAST),
]
ALMOST = [
    ("Mon, 02 Mar 2026 11:30 GMT", HALF_PAST),
    ("Mon, 02 Mar 26 11:30:00 GMT", HALF_PAST),
    ("Fri, 02 Mar 2026 11:30:00 GMT", HALF_PAST),  # it was a Monday
    ("Monday, 02 March 2026 11:30:00 GMT", HALF_PAST),
    ("Mon,02 Mar 2026 11:30:00 GMT", HALF_PAST),
    ("Mon 02 Mar 2026 11:30:00 GMT", HALF_PAST),
    ("Mon, 02 Mar, 2026 11:30", HALF_PAST),
    ("Mon, 02 MAR 2026 11:30:00 gmt", HALF_PAST),
    ("\n Mon,  02 Mar\t2026 11:30:00 GMT ", HALF_PAST),
    ("Mon, 02 Mar 2026 11:30:00", HALF_PAST),
    ("Mon, 02 Mar 2026 12:30:00 +01:00", HALF_PAST),
    ("Mon, 02 Mar 2026 12:30:00 +1", HALF_PAST),
    ("Mon, 02 Mar 2026 11:30:00 00:00", HALF_PAST),
    ("Mon, 02 Mar 2026T11:30:00Z", HALF_PAST),
    ("Mon, 02 Mar 2026 1:5:7 GMT", "2026-03-02T01:05:07"),
    ("Mon, 02 Mar 2026 24:00:00 GMT", "2026-03-03"),
    ("Mon, 02 Mar 2026 23:59:60 GMT", "2026-03-02T23:59:59"),
    ("Mon, 02 Mar 2026 11:30:00 GMT Mon, 02 Mar 2026 11:30:00 GMT", HALF_PAST),
    ("Mon, 02 Mar 2026 Mon, 02 Mar 2026 11:30:00 GMT", HALF_PAST),
    ("2026-03-02T24:00:00Z", "2026-03-03"),
    ("2026-03-02T11:30:00z", HALF_PAST),
    ("2026-03-02T11:30:00 Z", HALF_PAST),
    ("2026-03-02T12:30:00+01:00Z", HALF_PAST),
    ("2026-03-02T12:30:00+0100", HALF_PAST),
    ("2026-03-02T12:30:00 +01:00", HALF_PAST),
    ("2026-03-02T12:30:00 01:00", HALF_PAST),
    ("2026-03-02 12:30:00 +0100", HALF_PAST),
    ("2026-03-02 12:30:00 +0100 CET", HALF_PAST),
    ("2026-03-02T11:30:00:000Z", HALF_PAST),
    ("2026-03-02-11:30", HALF_PAST),
    ("2026-3-2 11:30", HALF_PAST),
    ("2026–03–02 11:30", HALF_PAST),
    ("2026-03-02 00:00:00.0 11:30:00.0 +0000", HALF_PAST),
    ("Mon Mar 02 2026 12:30:00 GMT+0100 (Central European Time)", HALF_PAST),
    ("2026/03/02 11:30", HALF_PAST),
    ("2026. 03. 02. 11:30", HALF_PAST),
    ("20260302", "2026-03-02"),
    ("20260302113000", HALF_PAST),
    ("1772451000", HALF_PAST),
    ("1772451000000", HALF_PAST),
    ("1772451000.25", HALF_PAST),
]
ZONED = [
    ("Mon, 02 Mar 2026 11:30:00 Z", HALF_PAST),
    ("Mon, 02 Mar 2026 11:30:00 UT", HALF_PAST),
    ("Mon, 02 Mar 2026 06:30:00 EST", HALF_PAST),
    ("Mon, 02 Mar 2026 03:30:00 PST", HALF_PAST),
    ("Tue, 02 Jun 2026 07:30:00 EDT", "2026-06-02T11:30"),
    ("Mon, 02 Mar 2026 06:30:00 ET", HALF_PAST),
    ("Tue, 02 Jun 2026 07:30:00 ET", "2026-06-02T11:30"),
    ("Mon, 02 Mar 2026 12:30:00 CET", HALF_PAST),
    ("Tue, 02 Jun 2026 13:30:00 CEST", "2026-06-02T11:30"),
    ("Mon, 02 Mar 2026 12:30:00 MEZ", HALF_PAST),
    ("Mon, 02 Mar 2026 13:30:00 EET", HALF_PAST),
    ("Mon, 02 Mar 2026 14:30:00 MSK", HALF_PAST),
    ("Mon, 02 Mar 2026 20:30:00 JST", HALF_PAST),
    ("Mon, 02 Mar 2026 17:00:00 IST", HALF_PAST),
    ("Mon, 02 Mar 2026 12:30:00 +0100 (CET)", HALF_PAST),
    ("Mon, 02 Mar 2026 06:30:00 -0500 EST", HALF_PAST),
    ("Mon, 02 Mar 2026 14:30:00 GMT+3", HALF_PAST),
    ("Mon, 02 Mar 2026 12:30:00 GMT+0100", HALF_PAST),
    ("Mon, 02 Mar 2026 12:30:00 UTC+01:00", HALF_PAST),
    ("Mon, 02 Mar 2026 11:30:00 XYZ", HALF_PAST),
    ("Mon, 02 Mar 2026 11:30:00 Nowhere/City", HALF_PAST),
    ("Mon, 02 Mar 2026 03:30:00 America/Los_Angeles", HALF_PAST),
    ("Mon, 02 Mar 2026 03:30:00 PST8PDT", HALF_PAST),
    ("Mon Mar 2 11:30:00 UTC 2026", HALF_PAST),
]
LANGUAGES = [
    ("lundi 2 mars 2026 à 11h30", HALF_PAST),
    ("lun., 02 mars 2026 12:30:00 +0100", HALF_PAST),
    ("2 mars 2026 11 h 30", HALF_PAST),
    ("2 mars 2026 à 11 h 30 min", HALF_PAST),
    ("2 mars 2026 à 11 h", "2026-03-02T11:00"),
    ("1er août 2026", "2026-08-01"),
    ("mar., 03 févr. 2026 11:30:00 GMT", "2026-02-03T11:30"),
    ("mar, 03 mar 2026 11:30:00 GMT", "2026-03-03T11:30"),
    ("jeu. 24 déc. 2026 - 11:30", "2026-12-24T11:30"),
    ("Montag, 2. März 2026, 11:30 Uhr", HALF_PAST),
    ("Mo, 02 Mrz 2026 11.30 Uhr", HALF_PAST),
    ("Do., 24. Dez. 2026", "2026-12-24"),
    ("02.03.2026 11:30", HALF_PAST),
    ("lunes, 2 de marzo de 2026 a las 11:30", HALF_PAST),
    ("mié, 02 sept 2026 11:30:00 GMT", "2026-09-02T11:30"),
    ("02 ene 2026 11:30", "2026-01-02T11:30"),
    ("lunedì 2 marzo 2026 ore 11:30", HALF_PAST),
    ("ven, 02 ott 2026 11:30:00 GMT", "2026-10-02T11:30"),
    ("segunda-feira, 2 de março de 2026 às 11:30", HALF_PAST),
    ("qua, 02 set 2026 11:30:00 GMT", "2026-09-02T11:30"),
    ("Пн, 02 мар 2026 14:30:00 +0300", HALF_PAST),
    ("понедельник, 2 марта 2026 г. в 11:30", HALF_PAST),
    ("2 марта 2026, 14:30 мск", HALF_PAST),
    ("2 березня 2026 року, 11:30", HALF_PAST),
    ("2026年3月2日 11:30", HALF_PAST),
    ("2026年03月02日11时30分", HALF_PAST),
    ("2026년 3월 2일 11:30", HALF_PAST),
    ("Δευ, 02 Μάρ 2026 06:30:00 EST", HALF_PAST),
    ("2026. március 2. 11:30", HALF_PAST),
    ("March 2nd, 2026 at 11:30 am", HALF_PAST),
    ("Monday, March 2, 2026 - 6:30 a.m. EST", HALF_PAST),
    ("Mar 2, 2026 11:30PM", "2026-03-02T23:30"),
    ("Sept. 2, 2026", "2026-09-02"),
    ("02-Mar-26", "2026-03-02"),
]
NO_DATES = [
    "", " ", "hier", "now", "10", "2026", "2026-03", "March 2026", "2 mars", "lundi", "11:30",
    "0", "-1", "1.5", "2 3", "Route 66", "12345678", "99999999999999", "P1D",
    "2026-02-30", "Mon, 30 Feb 2026 11:30:00 GMT", "30 février 2026", "2026-13-01", "31/31/2026",
    "Mon, 02 Mar 2026 25:30:00 GMT", "Mon, 02 Mar 2026 11:61:00 GMT", "0000-00-00 00:00:00",
    "2 mars 2026 2 avril 2026", "9999-12-31T23:59:59-12:00", "1 2 3 4 5 6 7 8 9",
]  # fmt: skip


@pytest.mark.parametrize(("written", "moment"), STANDARD + ALMOST + ZONED + LANGUAGES)
def test_line_25_dates(written: str, moment: str) -> None:
    """Over a hundred forms, each with the one moment that it means."""
    assert read_date(written) == _at(moment)


@pytest.mark.parametrize("written", NO_DATES)
def test_line_25_what_is_no_date(written: str) -> None:
    """What does not say its day, month and year, or says an impossible one, is not guessed at."""
    assert read_date(written) is None


@pytest.mark.parametrize(
    ("written", "day_first", "month_first"),
    [
        ("03/02/2026", "2026-02-03", "2026-03-02"),
        ("3.2.2026", "2026-02-03", "2026-02-03"),
        ("13/02/2026", "2026-02-13", "2026-02-13"),
        ("02/13/2026", "2026-02-13", "2026-02-13"),
        ("2026-03-02 1:00", "2026-03-02T01:00", "2026-03-02T01:00"),
    ],
)
def test_line_25_order(written: str, day_first: str, month_first: str) -> None:
    """Where only the order tells the day from the month, the feed's language does."""
    assert read_date(written) == _at(day_first)
    assert read_date(written, month_first=True) == _at(month_first)


@pytest.mark.parametrize(
    ("language", "moment"),
    [
        ("en-US", "2026-03-02"),
        ("en_us", "2026-03-02"),
        ("en-GB", "2026-02-03"),
        ("fr", "2026-02-03"),
    ],
)
def test_line_25_order_of_a_feed(language: str, moment: str) -> None:
    """A feed's language is the one it names."""
    feed = read(rss(item(more="<pubDate>03/02/2026</pubDate>"), f"<language>{language}</language>"))
    assert feed.entries[0].published_at == _at(moment)


@given(
    st.text(max_size=LONGEST + 20) | st.from_regex(r"[\d :./+-]{6,30}( [a-zé]{3})?", fullmatch=True)
)
@example("2 mars 2026" + " " * 10_000)
@example("1" * 10_000)
@example("9999-99-99 99:99:99 +9999")
@example("1 mars 2026 10:00 +99:99")
@example("Mon, 02 Mar 2026 11:30:00 ../../etc/passwd")
@example("Mon, 02 Mar 2026 11:30:00 Etc/Passwd/")
def test_line_25_whatever_is_written(written: str) -> None:
    """There is an answer, without a warning, and it is in UTC."""
    moment = read_date(written)
    assert moment is None or moment.tzinfo is UTC
    assert escape(str(moment))

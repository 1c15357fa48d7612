"""The words of dates in the languages of our feeds, and the letters of time zones. Pure.

Names of months and days as in Unicode's CLDR, with what publishers make of them.
"""

from collections.abc import Mapping
from typing import Any, Final

from dateutil.parser import parserinfo

_MONTHS: Final = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep oct nov dec
jan febr mar apr may jun jul aug sept oct nov dec
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
janv févr mars avr mai juin juil août sept oct nov déc
jan fév mar avr mai jun jul aoû sep oct nov déc
januar februar märz april mai juni juli august september oktober november dezember
jänner feber maerz april mai juni juli august september oktober november dezember
jän feb mär apr mai jun jul aug sep okt nov dez
jan feb mrz apr mai jun jul aug sept okt nov dez
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
ene feb mar abr may jun jul ago setiembre oct nov dic
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
gen feb mar apr mag giu lug ago set ott nov dic
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
jan fev marco abr mai jun jul ago set out nov dez
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
янв февр мар апр мая июн июл авг сент окт нояб дек
янв фев мар апр май июн июл авг сен окт ноя дек
січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
січ лют бер кві тра чер лип сер вер жов лис гру
ιαν φεβ μαρ απρ μαϊ ιουν ιουλ αυγ σεπ οκτ νοε δεκ
ιαν φεβ μάρ απρ μάι ιούν ιούλ αύγ σεπ οκτ νοέ δεκ
január február március április május június július augusztus szeptember október november december
"""
_DAYS: Final = """
monday tuesday wednesday thursday friday saturday sunday
mon tue tues wed weds thu thur thurs fri sat sun
lundi mardi mercredi jeudi vendredi samedi dimanche
lun mer jeu ven sam dim
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
mo di mi do fr sa so
lunes martes miércoles miercoles jueves viernes sábado sabado domingo
mié mie jue vie sáb sab dom
lunedì lunedi martedì martedi mercoledì mercoledi giovedì giovedi venerdì venerdi sabato domenica
gio
segunda terça terca quarta quinta sexta feira
seg ter qua qui sex
понедельник вторник среда четверг пятница суббота воскресенье
пн вт ср чт пт сб вс
понеділок вівторок середа четвер п’ятниця пʼятниця субота неділя
нд
κυρ δευ τρι τετ πεμ παρ σαβ
"""
_PARTICLES: Final = """
at on and of the st nd rd th t m gmt utc
le à er ère
den der um uhr
de del el a las y hrs em às º ª
il di alle ore
г год года в о р року
"""


class Calendars(parserinfo):
    """What dateutil asks a language for. Days of the week are passed over: they are often wrong."""

    # The library's stubs know the English lists only.
    MONTHS: Any = tuple(zip(*map(str.split, _MONTHS.strip().split("\n")), strict=True))
    AMPM: Any = (("am",), ("pm",))
    """Without the library's "a" and "p", which are words."""
    WEEKDAYS: Any = ()
    JUMP: Any = (*" .,;-/'|·", *_DAYS.split(), *_PARTICLES.split())


ZONES: Final[Mapping[str, float | str]] = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2,
    "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3, "WAT": 1, "CAT": 2, "SAST": 2,
    "EAT": 3, "GST": 4, "PKT": 5, "IST": 5.5, "ICT": 7, "WIB": 7, "HKT": 8, "SGT": 8, "PHT": 8,
    "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12,
    "NZDT": 13, "NST": -3.5, "NDT": -2.5, "BRT": -3, "ART": -3, "CLT": -4, "CLST": -3, "COT": -5,
    "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}  # fmt: skip
"""Hours from UTC, or where the hour changes with the season; of several meanings RFC 822's, else
the one that most people live in."""

"""Articles to place: made up, long enough to compare, one line each."""

from collections.abc import Mapping, Set
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.model import Candidate, Placement, StoredEntry
from bot.story import Comparison, Weights, place, sketch
from bot.story.place import QUIET, STORY_WINDOW
from tests.fixed_clock import NOON
from tests.samples import stored

LEAD = (
    "Un drone de reconnaissance s'est écrasé mercredi soir sur le toit de la halle aux poissons"
    " de Lorient, sans faire de blessé, a annoncé la préfecture maritime. L'appareil, parti "
    "d'une frégate au large de Groix, avait perdu sa liaison radio vers 19 heures. "
)
REST = (
    "La halle a été évacuée pendant deux heures. Les mareyeurs ont repris la vente dans la "
    "nuit, sous la surveillance des pompiers. « Nous avons entendu un choc sourd, puis plus "
    "rien », raconte Maëlle Kerbrat, qui tient un étal de langoustines. Le parquet a ouvert une"
    " enquête pour mise en danger d'autrui. Le constructeur, la société Aérovigie, assure que "
    "le modèle avait volé cent quarante fois sans incident et envoie deux ingénieurs sur place."
    " La marine suspend les vols d'entraînement au-dessus de la côte jusqu'à nouvel ordre. Le "
    "maire demande que les trajets évitent désormais le port de pêche et les écoles voisines."
)
DISPATCH = LEAD + REST
RETOLD = (
    "La marine nationale a interrompu jeudi ses vols de drones devant Lorient, au lendemain de "
    "la chute d'un appareil de reconnaissance sur la halle aux poissons. Parti d'une frégate "
    "qui croisait près de Groix, il ne répondait plus à la radio. Une enquête est ouverte pour "
    "mise en danger d'autrui, indique le parquet. Aérovigie, qui le construit, dépêche des "
    "ingénieurs."
)
TITLE = "Un drone de la marine s'écrase sur la halle aux poissons de Lorient"
RETITLED = (
    "Lorient : la marine suspend ses vols après la chute d'un drone sur la halle aux poissons"
)
OTHER_TITLE = "Budget : les sénateurs repoussent la taxe sur les yachts"
OTHER = (
    "Le Sénat a rejeté jeudi, par 187 voix contre 141, la taxe sur les bateaux de plaisance de "
    "plus de vingt-quatre mètres que proposait la commission des finances. La ministre des "
    "comptes publics s'était dite réservée. Le texte repart à l'Assemblée, qui aura le dernier "
    "mot avant la fin du mois. Les ports de la Riviera craignaient de perdre des escales."
)


def article(id: int = 1, title: str = TITLE, text: str = DISPATCH, **changes: Any) -> StoredEntry:  # noqa: A002 - the field's name
    """An article first seen at noon, unless `at` says else; published then, unless told."""
    at: datetime = changes.pop("at", NOON)
    changes.setdefault("canonical_url", "")
    changes.setdefault("published_at", at)
    made = stored(id, title=title, text=text, **changes)
    return replace(made, first_seen_at=at)


def known(
    one: StoredEntry, story: int = 70, *, rules: frozenset[str] = frozenset(), lead: bool = True
) -> Candidate:
    """The article as a candidate, the first of its story."""
    entry = one.entry
    return Candidate(
        entry_id=one.id,
        story_id=story,
        source=one.source,
        first_seen_at=one.first_seen_at,
        canonical_url=entry.canonical_url,
        content_hash=entry.content_hash,
        title=entry.title,
        lang=entry.lang,
        published_at=entry.published_at,
        sketch=sketch(entry, WEIGHTS).packed,
        rules=rules,
        is_lead=lead,
    )


def placed(
    one: StoredEntry,
    *candidates: Candidate,
    own: Mapping[str, Set[int]] | None = None,
    window: timedelta = STORY_WINDOW,
    quiet: timedelta = QUIET,
    now: datetime | None = None,
) -> Placement:
    """Where the article is placed among these, at the moment it is first seen."""
    comparison = Comparison(sketch(one.entry, WEIGHTS), WEIGHTS, own or {}, window, quiet)
    return place(one, candidates, now or one.first_seen_at, comparison)


def reworded(text: str, share: float, seed: int = 1) -> str:
    """The text with this share of its words replaced by words of its own making."""
    chance = Random(seed)
    words = text.split()
    return " ".join(
        f"{chance.choice('bdfgklmnprstvz')}o{chance.choice('bdfgklmnprstvz')}ira{number}"
        if chance.random() < share
        else word
        for number, word in enumerate(words)
    )


WEIGHTS = Weights()
"""Of a first day: every term weighs the same."""

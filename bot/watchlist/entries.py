"""What the entries of all sections have in common: a shape, a name of their own, tags."""

from collections.abc import Iterator

from bot.i18n import Text
from bot.watchlist import values
from bot.watchlist.form import Form
from bot.watchlist.page import Notes
from bot.watchlist.yaml_nodes import BrokenNode, ListNode, MapNode, Node, TextNode


def forms(notes: Notes, section: str, node: Node, keys: tuple[str, ...]) -> Iterator[Form]:
    """The entries of a section that is a list; one that is something else is noted."""
    if not isinstance(node, ListNode):
        if not isinstance(node, BrokenNode):
            notes.error(
                node.span,
                Text(en=f"“{section}” is a list.", fr=f"« {section} » est une liste."),
                Text(
                    en="Begin each entry on a line of its own with a dash: - name: …",
                    fr="Commencez chaque entrée sur sa ligne par un tiret : - name: …",
                ),
            )
        return
    for item in node.items:
        if form := form_of(notes, item, keys):
            yield form


def form_of(notes: Notes, node: Node, keys: tuple[str, ...]) -> Form | None:
    """One entry, its keys checked; None when it has no keys, which is noted."""
    if isinstance(node, MapNode):
        form = Form(notes, node, keys)
        form.refuse_unknown_keys()
        return form
    if not isinstance(node, BrokenNode):
        names = ", ".join(keys)
        notes.error(
            node.span,
            Text(en="This entry has no keys.", fr="Cette entrée n'a pas de clés."),
            Text(
                en=f"Write “key: value” for each of its keys: {names}.",
                fr=f"Écrivez « clé: valeur » pour chacune de ses clés : {names}.",
            ),
        )
    return None


class Unique:
    """Values that may come once only, and the line where each came first."""

    def __init__(self, notes: Notes, what: Text) -> None:
        self._notes = notes
        self._what = what
        self._lines: dict[str, int] = {}

    def add(self, node: TextNode, key: str) -> None:
        """Take note of `key`, and of it having been there before."""
        if key in self._lines:
            line = self._lines[key]
            self._notes.error(
                node.span,
                Text(
                    en=f"{self._what.en} is already on line {line}.",
                    fr=f"{self._what.fr} est déjà à la ligne {line}.",
                ),
            )
        self._lines.setdefault(key, self._notes.page.line_of(node.span.start))


def read_name(form: Form, names: Unique) -> str:
    """The required name of an entry, unlike all others; empty when there is none to use."""
    node = form.required("name")
    if node is None:
        return ""
    names.add(node, node.text.strip().casefold())
    return form.value("name", values.name, values.NAME_EXPECTED, "")


def read_tags(form: Form) -> dict[str, TextNode]:
    """Tags are blind to case."""
    return {node.text.strip().casefold(): node for node in form.texts("tags")}

"""Feeds whose items can be cut out, on documents that invite mistakes."""

from tests.raw_feed import atom, item, rss

THREE = "".join(item(f"Nº {n} été", f"https://phare.example/{n}", f"g{n}") for n in range(3))
ENTRIES = "".join(
    f"<entry><id>tag:{n}</id><title>Nº {n}</title><link href='/{n}'/></entry>" for n in range(3)
)
DECLARED = "<?xml version='1.0' encoding='{}'?>"
DOCTYPE = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://nowhere.example/rss.dtd">'

CUT: dict[str, bytes] = {
    "rss": rss(THREE),
    "end tag in CDATA": rss(
        item("<![CDATA[a]</item><item>]]>", guid="1") + item(guid="2") + item(guid="3")
    ),
    "CDATA that ends in brackets": rss(item("<![CDATA[a]]]]>", guid="1") + THREE),
    "items in comments": rss(f"<!-- <item> - -></item><item> -->{THREE}<!-- > </item> -->"),
    "processing instructions": b"<?xml version='1.0'?><?x <item> ?>" + rss(f"<?y </item>?>{THREE}"),
    "attributes": rss(THREE).replace(b"<item>", b"<item a='>' b=\"'/>\" >", 2),
    "other tags that begin alike": rss(
        "<items/><entry-point/>" + THREE, head="<item.x/><itemx></itemx>"
    ),
    "empty items": rss(f"<item/>{THREE}<item />"),
    "no guids": rss("".join(item(f"N{n}", f"https://a.example/{n}") for n in range(3))),
    "nothing but titles": rss("".join(item(f"N{n}") for n in range(3))),
    "one guid for all": rss("".join(item(f"N{n}", f"https://a.example/{n}", "1") for n in (1, 2))),
    "repeated": rss(item("A", guid="1") + item("B", guid="1") + item("A", guid="1")),
    "atom": atom(ENTRIES),
    "atom with a base": atom(ENTRIES, "xml:base='https://base.example/x/' xml:lang='fr'"),
    "atom with bases of its own": atom(
        ENTRIES.replace("<entry>", "<entry xml:base='https://own.example/'>")
    ),
    "atom that was elsewhere": atom(
        ENTRIES.replace("</entry>", "<source><id>s</id><link href='/s'/></source></entry>")
    ),
    "atom in rss": rss(
        THREE.replace("<item>", "<item><a:link xmlns:a='http://www.w3.org/2005/Atom' href='/x'/>")
    ),
    "rdf": (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns='http://purl.org/rss/1.0/'><channel><items><rdf:Seq><rdf:li/></rdf:Seq></items>"
        "</channel>"
        + "".join(
            f"<item rdf:about='https://a.example/{n}'><title>N{n}</title></item>" for n in range(3)
        )
        + "<textinput><title>T</title></textinput></rdf:RDF>"
    ).encode(),
    "document type": DOCTYPE.encode() + rss(THREE),
    "byte order mark": b"\xef\xbb\xbf" + rss(THREE),
    "utf-16": (DECLARED.format("utf-16") + rss(THREE).decode()).encode("utf-16"),
    "windows-1252": (DECLARED.format("windows-1252") + rss(THREE).decode()).encode("cp1252"),
    "a wrong declaration": DECLARED.format("iso-8859-1").encode() + rss(THREE),
    "line ends of Windows": rss(THREE).replace(b"><", b">\r\n<"),
    "illegal characters": rss(THREE).replace(b"\xc3\xa9t", b"\x00\x0b\xc3\xa9&#0;\xef\xbf\xbft"),
    "head behind the items": rss(THREE + "<title>T</title><language>fr</language>"),
}

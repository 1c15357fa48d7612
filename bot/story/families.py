"""Who publishes an article: families of outlets that share a newsroom or print each other's copy.

That two outlets have one owner does not make them a family: it takes a common newsroom, or pages
that are regularly the same. A host stands for all its subdomains. Reviewed by hand; an operator
adds to it with `with_own`.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from bot.model import Family
from bot.text.sites import domain_of, host_of

_LISTED: Final = """
# France
EBRA: estrepublicain.fr vosgesmatin.fr republicain-lorrain.fr dna.fr lalsace.fr bienpublic.com
 lejsl.com leprogres.fr ledauphine.com
Ouest-France: ouest-france.fr presseocean.fr courrierdelouest.fr lemainelibre.fr lemarin.fr
Rossel La Voix: lavoixdunord.fr nordlittoral.fr nordeclair.fr
L'Union: lunion.fr lardennais.fr lest-eclair.fr liberation-champagne.fr
La Dépêche: ladepeche.fr midilibre.fr lindependant.fr centrepresseaveyron.fr nrpyrenees.fr
 petitbleu.fr rugbyrama.fr
Sud Ouest: sudouest.fr charentelibre.fr larepubliquedespyrenees.fr dordognelibre.fr
Centre France: lamontagne.fr larep.fr lepopulaire.fr leberry.fr lyonne.fr lechorepublicain.fr
 lejdc.fr leveil.fr
La Nouvelle République: lanouvellerepublique.fr centre-presse.fr
Nice-Matin: nicematin.com varmatin.com monacomatin.mc
La Provence: laprovence.com corsematin.com
Franceinfo: francetvinfo.fr franceinfo.fr
Radio France: radiofrance.fr franceinter.fr franceculture.fr francebleu.fr
France Médias Monde: france24.com rfi.fr mc-doualiya.com
TF1: tf1info.fr lci.fr tf1.fr
BFM: bfmtv.com bfm.fr rmc.fr
Europe 1 – CNews: europe1.fr cnews.fr lejdd.fr
AFP: afp.com
# Belgium, Switzerland, Netherlands
Sudinfo: sudinfo.be lameuse.be laprovince.be lanouvellegazette.be lacapitale.be nordeclair.be
IPM: lalibre.be dhnet.be lavenir.net
RTBF: rtbf.be
Mediahuis België: nieuwsblad.be gva.be hbvl.be standaard.be
Tamedia (romand): tdg.ch 24heures.ch lematin.ch
Tamedia (deutsch): tagesanzeiger.ch bernerzeitung.ch derbund.ch bazonline.ch zsz.ch landbote.ch
CH Media: aargauerzeitung.ch luzernerzeitung.ch tagblatt.ch solothurnerzeitung.ch bzbasel.ch
 badenertagblatt.ch grenchnertagblatt.ch oltnertagblatt.ch
ESH: arcinfo.ch lenouvelliste.ch lacote.ch
DPG (NL): ad.nl bd.nl ed.nl tubantia.nl gelderlander.nl destentor.nl pzc.nl bndestem.nl
Mediahuis Nederland: telegraaf.nl dvhn.nl lc.nl limburger.nl noordhollandsdagblad.nl
 haarlemsdagblad.nl leidschdagblad.nl gooieneemlander.nl ijmuidercourant.nl
# Canada
CN2i: lesoleil.com ledroit.com latribune.ca lenouvelliste.ca lequotidien.com lavoixdelest.ca
 lescoopsdelinformation.com
Québecor: tvanouvelles.ca journaldemontreal.com journaldequebec.com
Postmedia: nationalpost.com financialpost.com montrealgazette.com ottawacitizen.com vancouversun.com
 theprovince.com calgaryherald.com calgarysun.com edmontonjournal.com edmontonsun.com
 torontosun.com ottawasun.com winnipegsun.com leaderpost.com thestarphoenix.com lfpress.com
 windsorstar.com
Torstar: thestar.com thespec.com therecord.com stcatharinesstandard.ca niagarafallsreview.ca
 wellandtribune.ca thepeterboroughexaminer.com
# United Kingdom and Ireland
BBC: bbc.co.uk bbc.com
Guardian: theguardian.com guardian.co.uk
Independent: independent.co.uk the-independent.com
Reach: mirror.co.uk express.co.uk dailystar.co.uk dailyrecord.co.uk manchestereveningnews.co.uk
 liverpoolecho.co.uk birminghammail.co.uk walesonline.co.uk chroniclelive.co.uk mylondon.news
 bristolpost.co.uk leeds-live.co.uk kentlive.news devonlive.com cornwalllive.com
 plymouthherald.co.uk nottinghampost.com leicestermercury.co.uk derbytelegraph.co.uk
 hulldailymail.co.uk stokesentinel.co.uk gloucestershirelive.co.uk somersetlive.co.uk
 essexlive.news getsurrey.co.uk examinerlive.co.uk gazettelive.co.uk dailypost.co.uk
 belfastlive.co.uk irishmirror.ie dublinlive.ie corkbeo.ie edinburghlive.co.uk glasgowlive.co.uk
 cambridge-news.co.uk coventrytelegraph.net lancs.live football.london
National World: scotsman.com yorkshirepost.co.uk newsletter.co.uk lep.co.uk sunderlandecho.com
 shieldsgazette.com thestar.co.uk portsmouth.co.uk nationalworld.com londonworld.com
 manchesterworld.uk birminghamworld.uk
Newsquest: heraldscotland.com thenational.scot glasgowtimes.co.uk theargus.co.uk
 thenorthernecho.co.uk yorkpress.co.uk theboltonnews.co.uk bournemouthecho.co.uk dailyecho.co.uk
 oxfordmail.co.uk swindonadvertiser.co.uk worcesternews.co.uk lancashiretelegraph.co.uk
 eadt.co.uk edp24.co.uk
Daily Mail: dailymail.co.uk dailymail.com thisismoney.co.uk mailonsunday.co.uk
The Times: thetimes.co.uk thetimes.com thesundaytimes.co.uk thetimes.ie
The Sun: thesun.co.uk thesun.ie the-sun.com the-sun.co.uk thescottishsun.co.uk
Mediahuis Ireland: independent.ie sundayworld.com belfasttelegraph.co.uk
Irish Times: irishtimes.com irishexaminer.com breakingnews.ie echolive.ie
# United States
USA Today Network: usatoday.com azcentral.com freep.com indystar.com jsonline.com tennessean.com
 courier-journal.com cincinnati.com dispatch.com desmoinesregister.com
 democratandchronicle.com northjersey.com palmbeachpost.com commercialappeal.com oklahoman.com
 providencejournal.com lohud.com delawareonline.com floridatoday.com news-press.com
 naplesnews.com jacksonville.com tallahassee.com knoxnews.com greenvilleonline.com
 argusleader.com rgj.com desertsun.com app.com
McClatchy: miamiherald.com elnuevoherald.com kansascity.com charlotteobserver.com newsobserver.com
 sacbee.com fresnobee.com star-telegram.com kentucky.com thestate.com idahostatesman.com
 thenewstribune.com bradenton.com modbee.com bnd.com mcclatchydc.com
MediaNews and Tribune: chicagotribune.com nydailynews.com orlandosentinel.com sun-sentinel.com
 courant.com mcall.com pilotonline.com dailypress.com denverpost.com mercurynews.com
 eastbaytimes.com ocregister.com dailynews.com twincities.com bostonherald.com presstelegram.com
 sgvtribune.com
Advance Local: nj.com cleveland.com oregonlive.com al.com mlive.com syracuse.com masslive.com
 pennlive.com silive.com lehighvalleylive.com
Lee: stltoday.com buffalonews.com richmond.com omaha.com tulsaworld.com madison.com journalstar.com
 roanoke.com greensboro.com tucson.com
Hearst: sfchronicle.com sfgate.com houstonchronicle.com chron.com expressnews.com timesunion.com
 ctinsider.com ctpost.com
Fox: foxnews.com foxbusiness.com
ABC News: abcnews.go.com abcnews.com
CNN: cnn.com cnn.it
Dow Jones: wsj.com barrons.com marketwatch.com
New York Post: nypost.com pagesix.com decider.com
Bloomberg: bloomberg.com bnnbloomberg.ca
AP: apnews.com ap.org
# Germany and Austria
RND: rnd.de haz.de neuepresse.de lvz.de maz-online.de ostsee-zeitung.de kn-online.de ln-online.de
 dnn.de goettinger-tageblatt.de waz-online.de sn-online.de op-marburg.de
Funke: waz.de nrz.de wp.de ikz-online.de morgenpost.de abendblatt.de thueringer-allgemeine.de
 tlz.de otz.de braunschweiger-zeitung.de
Ippen: merkur.de tz.de fr.de hna.de kreiszeitung.de wa.de come-on.de op-online.de
 giessener-allgemeine.de fuldaerzeitung.de ruhr24.de heidelberg24.de bw24.de soester-anzeiger.de
NOZ: noz.de shz.de svz.de
Bild: bild.de bz-berlin.de
Stuttgarter: stuttgarter-zeitung.de stuttgarter-nachrichten.de schwarzwaelder-bote.de
DuMont: ksta.de rundschau-online.de express.de
Rheinische Post: rp-online.de saarbruecker-zeitung.de volksfreund.de ga.de
RTL: n-tv.de rtl.de stern.de
Russmedia: vol.at vn.at vienna.at
# Spain, Portugal, Italy
Vocento: abc.es elcorreo.com diariovasco.com diariosur.es lasprovincias.es laverdad.es ideal.es
 elcomercio.es elnortedecastilla.es hoy.es larioja.com eldiariomontanes.es leonoticias.com
Prensa Ibérica: elperiodico.com levante-emv.com informacion.es diariodemallorca.es laprovincia.es
 eldia.es farodevigo.es laopiniondemurcia.es lne.es laopinioncoruna.es laopiniondezamora.es
 regio7.cat diaridegirona.cat elperiodicodearagon.com elperiodicoextremadura.com
 diariocordoba.com epe.es
Joly: diariodesevilla.es diariodecadiz.es malagahoy.es granadahoy.com eldiadecordoba.es
 huelvainformacion.es diariodealmeria.es europasur.es
Global Media (PT): dn.pt jn.pt tsf.pt ojogo.pt
Medialivre: cmjornal.pt record.pt sabado.pt jornaldenegocios.pt
GEDI: repubblica.it lastampa.it huffingtonpost.it
NEM: ilpiccolo.it messaggeroveneto.it mattinopadova.it tribunatreviso.it nuovavenezia.it
 corrierealpi.it
QN: quotidiano.net ilgiorno.it lanazione.it ilrestodelcarlino.it
Caltagirone: ilmessaggero.it ilmattino.it ilgazzettino.it corriereadriatico.it
 quotidianodipuglia.it leggo.it
Citynews: today.it romatoday.it milanotoday.it torinotoday.it napolitoday.it palermotoday.it
 bolognatoday.it firenzetoday.it genovatoday.it
Athesis: larena.it ilgiornaledivicenza.it bresciaoggi.it
# Northern and eastern Europe
Schibsted (aviser): aftenposten.no bt.no aftenbladet.no
Bonnier Skåne: sydsvenskan.se hd.se
Jysk Fynske: fyens.dk jv.dk stiften.dk vafo.dk hsfo.dk
Polska Press: dziennikzachodni.pl gazetakrakowska.pl gloswielkopolski.pl dziennikbaltycki.pl
 naszemiasto.pl i.pl dzienniklodzki.pl
Agora: wyborcza.pl gazeta.pl tokfm.pl
TASS: tass.ru tass.com
Rossiya Segodnya: ria.ru sputniknews.com sputnikglobe.com inosmi.ru
RT: rt.com
# Asia, Oceania, Africa, South America
Xinhua: xinhuanet.com news.cn
People's Daily: people.com.cn people.cn
CCTV: cctv.com cgtn.com cctv.cn
India Today: indiatoday.in aajtak.in businesstoday.in
Network18: news18.com moneycontrol.com firstpost.com cnbctv18.com
Indian Express: indianexpress.com financialexpress.com jansatta.com loksatta.com
Hindustan Times: hindustantimes.com livehindustan.com livemint.com
News Corp Australia: news.com.au theaustralian.com.au dailytelegraph.com.au heraldsun.com.au
 couriermail.com.au adelaidenow.com.au themercury.com.au ntnews.com.au geelongadvertiser.com.au
 goldcoastbulletin.com.au cairnspost.com.au townsvillebulletin.com.au
Nine: smh.com.au theage.com.au brisbanetimes.com.au watoday.com.au 9news.com.au nine.com.au
Seven West: thewest.com.au perthnow.com.au 7news.com.au thenightly.com.au
ACM: canberratimes.com.au newcastleherald.com.au illawarramercury.com.au bendigoadvertiser.com.au
 thecourier.com.au examiner.com.au bordermail.com.au
NZME: nzherald.co.nz newstalkzb.co.nz
Stuff: stuff.co.nz thepost.co.nz thepress.co.nz waikatotimes.co.nz
Arena: timeslive.co.za sowetanlive.co.za businesslive.co.za
Media24: news24.com netwerk24.com
Nation Media: nation.africa theeastafrican.co.ke monitor.co.ug thecitizen.co.tz
Grupo Reforma: reforma.com elnorte.com mural.com.mx mural.com
OEM: oem.com.mx elsoldemexico.com.mx
UOL: uol.com.br
"""
"""A name and its hosts; a line that begins with a blank continues the one before."""


def _read(listed: str) -> dict[str, tuple[str, ...]]:
    joined = listed.replace("\n ", " ").strip().splitlines()
    lines = (line.partition(": ") for line in joined if not line.startswith("#"))
    return {name: tuple(hosts.split()) for name, _, hosts in lines}


FAMILIES: Final = MappingProxyType(_read(_LISTED))
"""The hosts of each family."""
BY_HOST: Final = MappingProxyType(
    {host: name for name, hosts in FAMILIES.items() for host in hosts}
)

_OF_MANY: Final = frozenset(
    """
    blogspot.com wordpress.com substack.com github.io tumblr.com over-blog.com over-blog.fr
    canalblog.com hautetfort.com livejournal.com typepad.com ghost.io beehiiv.com wixsite.com
    blogger.com blog4ever.com eklablog.com europa.eu
    """.split()  # noqa: SIM905 - reads better without the quotes
)
"""Each of their subdomains is somebody else's."""
_CARRIERS: Final = frozenset(
    """
    news.google.com feedproxy.google.com feeds.feedburner.com youtube.com youtu.be medium.com
    reddit.com facebook.com twitter.com x.com t.me linkedin.com msn.com news.yahoo.com
    finance.yahoo.com yahoo.com flipboard.com blogs.mediapart.fr dailymotion.com bsky.app
    """.split()  # noqa: SIM905 - reads better without the quotes
)
"""They carry what others write: who it was, only the feed can tell."""


def with_own(own: Iterable[Family]) -> Mapping[str, str]:
    """The family of each host, with families of the operator's own; those go first."""
    added = {
        host.lower().removeprefix("www."): family.name for family in own for host in family.hosts
    }
    return {**BY_HOST, **added} if added else BY_HOST


def outlet(url: str, source: str, by_host: Mapping[str, str] = BY_HOST) -> str:
    """Who publishes an article: its family, else its domain, else the source."""
    host = host_of(url)
    for suffix in _suffixes(host):
        if suffix in by_host:
            return by_host[suffix]
        if suffix in _CARRIERS:
            return source
        if suffix in _OF_MANY:
            return host
    return domain_of(host) or source


def _suffixes(host: str) -> list[str]:
    """The host and each domain that it is in, the longest first."""
    labels = host.split(".")[-6:]
    return [".".join(labels[at:]) for at in range(len(labels) - 1)]

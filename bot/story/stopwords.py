"""Words that say nothing of what an article is about, in the languages most feeds are in.

They are left out before pairs of words are made: « le gouvernement de la France » and
« gouvernement français » then differ by a word and not by four. A language that is not listed keeps
all its words, which costs a little precision there and nothing else. Accents do not matter.
"""

from types import MappingProxyType
from typing import Final

from bot.text.folding import fold

_FRENCH: Final = """
    a afin ai ainsi alor apres assez au aucun aucune auquel aura aurait aussi autre aux avaient
    avait avant avec avoir ayant beaucoup bien car ce ceci cela celle celui cependant certain
    certaine ces cet cette ceux chacun chaque chez ci comme comment contre dan dans de depui
    depuis derriere des dessous dessu deux devant devra doit doivent donc dont du durant elle en
    encore enfin entre est et etaient etait etant ete etre eu eux fait faire faut fois font
    furent fut grace hor ici il ils je jusqu jusque la laquelle le lequel les lesquel leur lor
    lors lorsque lui ma mai mais malgre me meme mes moi moin moins mon ne neanmoin ni no non nos
    notamment notre nou nous on ont or ou outre par parce parmi parfoi pas pendant peu peut
    peuvent plu plus plusieur plutot pour pourra pourrait pourtant pres presque pu puis puisque
    qu quand quant que quel quelle quelque qui quoi sa san sans sauf se selon sera serait seront
    ses seulement si sien sinon soi soient soit son sont sous souvent sou sur surtout ta tandi
    te tel telle tes toi ton toujour toujours tou tous tout toute toutefoi toutes tre tres trop
    tu un une va ver vers via voici voila voir vos votre vou vous y
"""
_ENGLISH: Final = """
    a about above after again against all also although am among an and another any are around
    as at be because been before being below between both but by can cannot could did do doe
    does doing don down due during each either else ever every few for from further get got had
    has hasn have haven having he hence her here hers herself him himself his how however i if
    in into is isn it its itself just last like made make many may me might more most much must
    my myself nearly neither new no nor not now of off often on once one only onto or other our
    out over own per rather said same say she should since so some still such t than that the
    their them themselve themselves then there these they this those though through throughout
    to too toward towards two under until up upon us very via was wasn we well were weren what
    when where whether which while who whom whose why will with within without won would yet you
    your
"""
_GERMAN: Final = """
    ab aber alle allem allen aller als also am an ander andere anderen auch auf aus bei beim
    bereits bis da dabei dafur damit dann das dass davon dazu dem den denen denn der deren des
    dessen die dies diese diesem diesen dieser dieses doch dort durch ein eine einem einen einer
    eines er erst es etwa euch fur gegen gibt habe haben hat hatte hatten hier ihm ihn ihnen ihr
    ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedoch jetzt kann kein keine
    keinen konnen konnte laut man mehr mit muss mussen nach nicht noch nun nur ob oder ohne
    sagte schon sehr sei sein seine seinem seinen seiner seit sich sie sind so soll sollen sowie
    uber um und uns unter vom von vor war waren was wegen weil weiter welche wenn wer werden wie
    wieder will wir wird wo worden wurde wurden zu zum zur zwei zwischen
"""
_SPANISH: Final = """
    a ademas al algo alguno ante antes asi aun aunque bajo bien cada casi como con contra cual
    cuando cuanto de del desde despues dijo donde dos durante e el ella ello en entre era eran
    es esa ese eso esta estaba estaban estado estan estar este esto fue fueron ha habia habian
    hace hacia han hasta hay la le les lo los las ma mas me mi mientra mientras mismo mucho muy
    nada ni no nos o os otra otro para parte pero poco por porque pue puede pueden que quien se
    sea segun ser si sido sin sino sobre solo son su sus tal tambien tan tanto te tener tiene
    tienen todo toda todos todas tra tras tu un una uno unos unas y ya yo
"""
_ITALIAN: Final = """
    a ad agli ai al alla alle allo anche ancora avere aveva avevano bene che chi ci cio come con
    contro cosi cui da dagli dai dal dalla dalle dallo degli dei del della delle dello di dopo
    dove due e ecco ed era erano essere fa fino fra ha hanno i il in infatti invece io l la le
    lei li lo loro lui ma mentre mi molto ne negli nei nel nella nelle nello no noi non o ogni
    oltre ora per perche piu poi pero prima puo quale quando quanto quella quelle quelli quello
    questa queste questi questo qui se secondo sempre senza si sia solo sono sotto stata stati
    stato su sua sue sugli sui sul sulla sulle suo suoi tra tutti tutto un una uno verso vi
"""
_PORTUGUESE: Final = """
    a ainda alem algum antes ao aos apena apenas apos aquela aquele as assim ate cada com como
    contra da das de dela dele depois desde dessa desse desta deste disse do dois dos durante e
    ela ele eles em entre era eram essa esse esta estao estava este eu foi foram ha isso isto ja
    la lhe mais mas me mesmo meu minha muito na nao nas nem nessa nesse nesta neste no nos nossa
    num numa o onde os ou outra outro para pela pelas pelo pelos por porque pouco qual quando
    que quem se segundo sem sendo ser seu seus sido so sob sobre sua suas tambem tem tendo ter
    teve todo tudo um uma umas uns
"""
_DUTCH: Final = """
    aan al alle als andere bij dan dat de den der deze die dit doch door dus een en er ge geen
    had heb hebben heeft het hier hij hoe hun iemand in is ja je kan kunnen maar me meer men met
    mij moet na naar niet nog nu of om omdat onder ons ook op over reed te tegen ten ter tijdens
    toch toen tot twee u uit uw van veel volgens voor want waren was wat we wel werd werden wie
    wij wil worden wordt zal ze zei zelf zich zij zijn zo zonder zou
"""
_RUSSIAN: Final = """
    а без более бы был была были было быть в вам вас во вот все всего всех вы где да для до его
    ее если есть еще же за здесь и из или им их к как когда которая которого которой которые
    который кто ли между меня может мы на над нас не него нее нет ни них но о об один однако он
    она они оно от перед по под после при про раз с сам свой со так также такой там то того тоже
    только том тот ты у уже чем через что чтобы эта эти это этого этой этом этот я
"""
_UKRAINIAN: Final = """
    а але без би був була були було бути в вже ви від він вона вони все де для до є за з зі і із
    його її й коли який яка яке які їх к ми на над не нас ні о об один по під після при про та
    так також там те ти то той тому тільки у цей ця це ці через що щоб як якщо я
"""
_ARABIC: Final = """
    في من على الى عن مع هذا هذه ذلك تلك التي الذي الذين ان انه انها كان كانت قد لقد لم لن لا ما
    هو هي هم كما بعد قبل بين حتى حول خلال عند منذ كل اي او ثم حيث اذا بن ايضا وقد وفي ومن قال
    وقال غير ضد
"""

STOPWORDS: Final = MappingProxyType(
    {
        "fr": frozenset(map(fold, _FRENCH.split())),
        "en": frozenset(map(fold, _ENGLISH.split())),
        "de": frozenset(map(fold, _GERMAN.split())),
        "es": frozenset(map(fold, _SPANISH.split())),
        "it": frozenset(map(fold, _ITALIAN.split())),
        "pt": frozenset(map(fold, _PORTUGUESE.split())),
        "nl": frozenset(map(fold, _DUTCH.split())),
        "ru": frozenset(map(fold, _RUSSIAN.split())),
        "uk": frozenset(map(fold, _UKRAINIAN.split())),
        "ar": frozenset(map(fold, _ARABIC.split())),
    }
)
"""By language, as keys."""
USUAL: Final = STOPWORDS["fr"] | STOPWORDS["en"]
"""Of texts whose language nobody knows."""

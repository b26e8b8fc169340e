"""Words as they are compared: without case, accents, endings and the many spellings of one name."""

import re
import unicodedata
from functools import cache, lru_cache

from claims.vocabulary import words

#: A country or territory, then its people and language, and the capital that reports name it by.
_PEOPLES = """
    azerbaijan: azerbaijani azerbaijanis azeri azeris baku
    armenia: armenian armenians yerevan
    nagorno-karabakh: karabakh artsakh stepanakert nagorny-karabakh nagorno
    georgia: georgian georgians tbilisi
    russia: russian russians moscow kremlin
    ukraine: ukrainian ukrainians kyiv kiev
    belarus: belarusian belarusians minsk-government
    turkey: turkish turk turks ankara türkiye turkiye
    iran: iranian iranians tehran
    iraq: iraqi iraqis baghdad
    syria: syrian syrians damascus
    israel: israeli israelis
    palestine: palestinian palestinians gaza
    lebanon: lebanese beirut
    egypt: egyptian egyptians cairo
    yemen: yemeni yemenis sanaa
    sudan: sudanese khartoum
    ethiopia: ethiopian ethiopians
    eritrea: eritrean eritreans
    libya: libyan libyans tripoli
    afghanistan: afghan afghans kabul
    pakistan: pakistani pakistanis islamabad
    india: indian indians delhi
    china: chinese beijing
    taiwan: taiwanese taipei
    japan: japanese tokyo
    north-korea: pyongyang
    south-korea: seoul
    serbia: serbian serbians serb serbs belgrade
    kosovo: kosovar kosovars pristina
    france: french paris elysee
    germany: german germans berlin
    britain: british uk london
    usa: american americans us washington united-states
    poland: polish poles warsaw
    hungary: hungarian hungarians budapest
    greece: greek greeks athens
    cyprus: cypriot cypriots
    spain: spanish madrid
    italy: italian italians rome
    netherlands: dutch
    sweden: swedish stockholm
    denmark: danish
    finland: finnish helsinki
    ireland: irish dublin
    moldova: moldovan moldovans chisinau
    myanmar: burmese
    europe: european eu brussels
"""
_COUNTRIES = {
    word: country.strip()
    for line in _PEOPLES.strip().splitlines()
    for country, _, words in [line.partition(":")]
    for word in [country.strip(), *words.split()]
}
_NAMES = {
    "usa": "United States",
    "britain": "Britain",
    "europe": "European Union",
    "nagorno-karabakh": "Nagorno-Karabakh",
}

#: Ways to say the same in reports of fighting.
_ALIKE = {
    word: term
    for term, line in {
        "attack": "bomb bombard bombardment bombing shell shelling strike struck fire attack hit pound raid",
        "aircraft": "plane aircraft jet warplane airplane aeroplane fighter aviation air",
        "kill": "dead death die toll fatality slain kill killing",
        "down": "shoot shot bring brought down downed downing",
        "injure": "wound hurt injury injure",
        "town": "town city village settlement",
        "truce": "ceasefire truce armistice cease-fire",
        "violation": "breach break broke violate violation",
        "use": "use using used",
        "soldier": "troop soldier serviceman servicemen military",
    }.items()
    for word in line.split()
}
STOPS = words(
    """a an the this that these those it its they their them he his him she her we our us you your i my me and or but
    nor not no in on at by to from for with of as into over under after before during than then so such very more most
    is are was were be been being has have had do does did will would could can may might must shall should about
    also only just still said say says there who whom which what when where how all any each other others one claim
    according multiple several many some both while since until against between out up if because"""
)
_SUFFIXES = ("ations", "ation", "ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s", "e")


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """Lower case, without accents, apostrophes and doubled blanks: “Şuşa” → “susa”."""
    text = text.translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(" " if sign.isspace() else sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"['’ʼ`´]s?\b|[“”\"«»().,;:!?]", " ", plain).split())


_LETTERS = str.maketrans({"ı": "i", "ə": "a", "Ə": "a", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "–": "-"})


@cache
def root(word: str) -> str:
    """What a word of a name stands for: “Armenian”, “Armenians” and “Yerevan” → “armenia”, “northern” → “north”."""
    word = folded(word).replace(" ", "-")
    if word in _COUNTRIES:
        return _COUNTRIES[word]
    word = _SPELLINGS.get(word, word)
    for ending in ("erners", "ern", "ians", "ian", "ia", "ese", "ish", "ans", "an", "is", "s", "i", "a"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


_SPELLINGS = {"defense": "defence", "center": "centre", "organization": "organisation", "mod": "ministry-of-defence"}


def is_country(word: str) -> bool:
    return folded(word).replace(" ", "-") in _COUNTRIES


def country(word: str) -> str:
    """The name of the country that a word stands for, for people; "" where it names none."""
    key = _COUNTRIES.get(folded(word).replace(" ", "-"), "")
    return _NAMES.get(key, key.replace("-", " ").title())


@cache
def stem(word: str) -> str:
    """A word of a statement, near enough to meet its other forms: “shelled”, “shelling”, “bombardments” → “attack”."""
    word = folded(word)
    if word in _ALIKE:
        return _ALIKE[word]
    if word in _COUNTRIES:
        return _COUNTRIES[word]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            short = word[: -len(suffix)]
            return next((_ALIKE[form] for form in (short, f"{short}e", short[:-1]) if form in _ALIKE), short)
    return word


_WORD = re.compile(r"[^\W_][\w’'-]*")


@lru_cache(maxsize=8192)
def gist(text: str) -> frozenset[str]:
    """The words of a statement that tell what it is about."""
    found = (match[0].strip("’'-") for match in _WORD.finditer(text[:4000]))
    return frozenset(stem(word) for word in found if folded(word) not in STOPS) - {""}


def telling(text: str) -> str:
    """The text without the words that every other text has."""
    return " ".join(word for word in text.split() if folded(word) not in STOPS)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter of two gists is in the longer, 0 to 1; one shared word is no likeness."""
    shared = len(one & other)
    return shared / min(len(one), len(other)) if shared >= 2 else 0.0


def names_in(text: str) -> list[tuple[str, str]]:
    """Each word of a text that may be a name's, as written and as `root`, in order; “United States” is one."""
    joined = re.sub(r"\b(United) (States)\b", r"\1-\2", text)
    joined = re.sub(r"\b(North|South) (Korea)n?s?\b", r"\1-\2", joined)
    joined = re.sub(r"\bU\.S\.(?:A\.)?", "US", joined)
    return [(match[0], root(match[0])) for match in _WORD.finditer(joined) if match[0] != "us"]


def capital(text: str) -> str:
    """The text with its first letter large, whatever stands before it."""
    at = next((at for at, sign in enumerate(text) if sign.isalpha()), None)
    if at is None or (at and text[at - 1].isdigit()) or any(sign.isdigit() for sign in text[:at]):
        return text
    return f"{text[:at]}{text[at].upper()}{text[at + 1 :]}"


def as_entry(name: str) -> str:
    """A name as a list bears it: “navy” as “Navy”; one with a large letter of its own stays as it is."""
    return capital(name) if name.islower() else name

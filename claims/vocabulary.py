"""The words that English-language reports count with: what happened, to whom, to what, in which unit."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """A set of words, written as a line of text."""
    return frozenset(text.split())


def _each(table: dict[str, str]) -> dict[str, str]:
    """{"killed": "killed killing"} turned round, one entry a word."""
    return {word: term for term, line in table.items() for word in line.split()}


HAPPENED = _each(
    {
        "killed": "killed killing kill kills died die dies dying dead slain perished",
        "injured": "injured injuring injure injures wounded wounding hurt maimed",
        "missing": "missing disappeared",
        "captured": "captured capturing",
        "detained": "detained detaining arrested arresting",
        "kidnapped": "kidnapped abducted",
        "displaced": "displaced displacing fled evacuated homeless uprooted",
        "destroyed": "destroyed destroying",
        "damaged": "damaged damaging",
        "shot down": "downed downing",
    }
)
"""What befell those counted, by verb or participle."""

DOWN = {"shot", "shooting", "shoot", "brought", "bringing"}
"""Verbs that mean "shot down" before "down"."""

NO_OBJECT = {"died", "die", "dies", "dying", "dead", "perished", "missing", "disappeared", "fled", "homeless"}
"""Words that always speak of their subject."""

COUNT_NOUNS = _each(
    {
        "killed": "death deaths fatality fatalities dead toll",
        "injured": "injury injuries wounded injured",
        "casualties": "casualty casualties losses",
    }
)
"""Nouns that say what befell those counted: "39 civilian deaths", "the toll was 5,000"."""

OF_PEOPLE = {"killed", "injured", "casualties", "missing", "captured", "detained", "kidnapped", "displaced"}

PEOPLE = words("""person people civilian soldier troop serviceman servicemen servicewoman servicewomen fighter militant
    combatant man men woman women child children baby infant minor boy girl resident citizen national officer
    official journalist reporter doctor medic nurse police policeman policemen rescuer worker refugee prisoner
    hostage protester protestor demonstrator victim mercenary volunteer conscript reservist pilot crew inhabitant
    villager passenger patient student pupil teacher personnel member terrorist rebel separatist insurgent
    peacekeeper observer guard commander general recruit sailor captive detainee migrant bystander pedestrian
    driver farmer human""")

THINGS = {
    thing: unit
    for unit, things in {
        "aircraft": "jet plane airplane aeroplane aircraft warplane helicopter drone uav bomber fighter-jet",
        "vehicles": "tank vehicle truck car bus carrier ambulance train",
        "buildings": "house home building school hospital church mosque apartment shop factory",
        "ships": "ship boat vessel warship submarine",
        "weapons": "howitzer launcher rocket missile shell bomb mine gun mortar system radar grenade",
        "places": "village town settlement city district position post bridge base",
        "": "attack strike violation shot round case incident blast explosion airstrike family household",
    }.items()
    for thing in things.split()
}

MEASURES = {
    measure: (quantity, unit)
    for quantity, units in {
        "distance": {
            "miles": "mile miles",
            "km": "km kms kilometre kilometres kilometer kilometers",
            "metres": "m metre metres meter meters",
            "feet": "foot feet ft",
            "yards": "yard yards",
        },
        "area": {"hectares": "hectare hectares ha", "acres": "acre acres"},
        "weight": {"tonnes": "tonne tonnes ton tons", "kg": "kg kilogram kilograms kilogramme kilogrammes"},
        "share": {"%": "percent pct"},
        "money": {
            "dollars": "dollar dollars",
            "euros": "euro euros",
            "pounds": "pound pounds",
            "roubles": "rouble roubles",
        },
        "duration": {
            "hours": "hour hours",
            "days": "day days",
            "weeks": "week weeks",
            "months": "month months",
            "years": "year years",
            "decades": "decade decades",
            "centuries": "century centuries",
        },
    }.items()
    for unit, line in units.items()
    for measure in line.split()
}
CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds"}

BOUNDS = {
    phrase.strip(): bound
    for bound, phrases in {
        "at_least": """at least, more than, over, no fewer than, no less than, not less than, not fewer than,
            upwards of, a minimum of, in excess of, exceeding, well over, above, at the very least""",
        "at_most": """up to, at most, fewer than, less than, no more than, not more than, under, below, a maximum of,
            as many as""",
        "about": """about, around, some, roughly, approximately, approx, nearly, almost, close to, an estimated,
            estimated, circa, just over, just under""",
    }.items()
    for phrase in phrases.split(",")
}
AFTERTHOUGHTS = {
    ("or", "more"): "at_least",
    ("or", "so"): "about",
    ("or", "fewer"): "at_most",
    ("or", "less"): "at_most",
}

BEING = words("is are was were be been being got")
AUXILIARIES = BEING | words("has have had gets also reportedly confirmed")
JOINERS = words(", and or including plus as well with & another")
CLAUSES = words("but while whereas although though after before when because if until unless said says say")
MODIFIERS = words("more other others additional further new another the their its his her our these those of")
STOPS = (
    CLAUSES
    | AUXILIARIES
    | words("""and or not no in on at by to from for with within near into over under between during against across
        that which who whom whose than then there here so far since per a an it he she they we you i them him us
        this these those said told will would could can may might must should do does did as about around
        including claimed reported remain remained remains took take takes made make held hold set went came
        began hit hits struck bombed shelled fired attacked entered crossed joined only just later earlier ago
        yesterday today also even still alone apart each ahead behind north south east west via off out up down""")
)

"""The words that tell that somebody says something, with what they take and what saying it amounts to.

A table to be read and extended by people who know newsrooms, not code. Frames name what a cue takes as
its content:

    clause  a clause with or without "that", or a quotation        say (that) the road is cut
    quote   a quotation and nothing else                           he continued: “…”
    to      an infinitive                                          refuse to leave
    ing     a verb in -ing                                         deny using planes
    np      a noun phrase                                          confirm the withdrawal
    words   a noun phrase for something said, offered or owned up  admit a mistake
    censure a person and what for                                  attack the mayor for failing
    of      a noun phrase and what follows it after of, for, as…   accuse the army of looting
    as      a noun phrase and what it is called                    dismiss the report as a lie
    person  whoever is spoken to stands first and is no content    tell reporters that …
    whom    whoever is spoken to is part of the content            urge residents to leave
    call    like `as`, without "as" being needed                   call the report a lie
    toll    a count of the dead and what it is put at              raise the toll to 56
    number  a number of things                                     count 61 bodies
    blame   a person and "responsible" or "accountable"            hold the army responsible
    out/down/off/up/aside/away/back  what is ruled out, turned down, brushed aside   rule out a truce
    on for against about to in with at by of_   a phrase that begins with this word   call for talks
"""

from dataclasses import dataclass

from .statements import Kind


def words(text: str) -> frozenset[str]:
    """A list of words, written as one reads it."""
    return frozenset(text.split())


def listed(text: str) -> list[str]:
    """The same, where the order counts."""
    return text.split()


@dataclass(frozen=True)
class Cue:
    """What one cue word takes and means. `strong` words are always reports of speech, even if the parse fails."""

    kind: Kind
    frames: frozenset[str]
    strong: bool = False


_VERBS: dict[Kind, str] = {
    "assertion": """
        say: clause !
        tell: clause person whom about of_ !
        state report confirm announce inform declare stress emphasize emphasise reiterate underline
        underscore: clause np ing !
        write tweet post reply respond answer explain comment remark recall retort repeat clarify: clause words !
        note declare mention reveal disclose recount relate: clause np !
        add counter specify: clause !
        observe conclude elaborate volunteer: clause
        continue begin interject interrupt conclude observe elaborate volunteer: quote !
        claim allege: clause np to ing !
        maintain insist contend assert argue affirm reaffirm hint imply indicate signal suggest: clause to words !
        inform assure notify remind brief: person clause of_ about !
        report declare state: about
        testify attest swear pledge vow promise undertake guarantee: clause to np
        point: clause to
        quote cite: np as
        show: clause np
        find estimate calculate learn establish: clause
        detect record document register: clause np
        describe: np as ing
        identify: as
        portray characterize characterise depict: as
        put: at
        offer agree: clause to
        speak: about of_
        talk: about of_
        name: call
        refer allude: to
        ask inquire wonder: clause person whom for
        issue release publish: clause
        stand: by
        brag boast: clause of_ !
        quip joke: clause !
        read: quote !
        attribute ascribe: to
        chalk: up
        relay: clause np !
        laugh shout whisper mutter murmur yell exclaim cry sob smile shrug: quote !
        chant: clause np
        confide proclaim opine: clause !
        speculate surmise theorise theorize stipulate venture: clause
        corroborate trumpet: np clause
        raise revise update give estimate: toll
        count tally: number
        praise thank hail welcome applaud: np of for
        justify: np
    """,
    "denial": """
        deny: clause np ing to !
        refute rebut dispute disavow disclaim debunk disprove repudiate contest negate: clause np
        brush wave laugh shrug bat: aside off away
        play: down
        push: back
        dismiss: np as
        rubbish downplay: np
        scoff sneer: at
        reject: np as
        brand label: call
        discount deride ridicule mock: np as
        contradict question: clause np
    """,
    "accusation": """
        accuse: of
        suspect: of clause
        blame: of for on
        fault: of
        charge: clause of
        condemn denounce criticize criticise castigate decry deplore slam lambast lambaste rebuke chide
        berate: of clause as
        blast attack assail: censure
        hit: back
        hold: blame
        rail: against at
        complain protest lament: clause about of_ against
        fume rage: clause
    """,
    "admission": """
        admit concede confess: clause ing words to !
        acknowledge: clause np ing !
        regret: clause np ing
        accept: clause
        apologize apologise: for clause
        recognize recognise: clause
    """,
    "demand": """
        demand: clause np to
        urge: whom clause np
        beg implore exhort entreat: whom clause words
        call appeal plead pray: on for to whom clause
        order instruct command ask invite encourage advise: whom
        request propose recommend advocate: clause np ing
        insist: on
        want: whom to
        oppose support endorse: words ing
    """,
    "refusal": """
        refuse decline: to words
        rule: out
        turn: down
        resist: words
    """,
    "opinion": """
        think believe feel consider reckon suppose guess: clause
        consider deem: call
        view regard see: as
        call dub term: call
        fear worry hope doubt: clause
        express voice: words
        compare liken: of to
        disagree agree: with clause
        judge assess: clause
    """,
    "prediction": """
        predict forecast foresee anticipate: clause np
        expect: clause whom to
        warn threaten caution: clause person whom of_ about against to
    """,
}

# "according to X": the words before X, and the preposition or verb they hang on.
ACCORDING: dict[tuple[str, ...], Kind] = {
    ("according", "to"): "assertion",
    ("in", "the", "words", "of"): "assertion",
    ("in", "the", "view", "of"): "opinion",
    ("in", "the", "opinion", "of"): "opinion",
    ("as", "per"): "assertion",
    ("as", "told", "by"): "assertion",
}

_NOUNS: dict[Kind, str] = {
    "assertion": """claim statement assertion report announcement comment remark declaration contention argument
        suggestion assurance insistence testimony explanation promise pledge message conclusion finding estimate
        revelation""",
    "accusation": "accusation allegation charge complaint criticism condemnation denunciation blame",
    "denial": "denial rebuttal dismissal refutation rejection doubt scorn",
    "admission": "admission acknowledgement acknowledgment confession concession",
    "demand": "demand call appeal plea request proposal insistence order ultimatum recommendation",
    "refusal": "refusal",
    "opinion": "belief view opinion fear concern suspicion hope",
    "prediction": "prediction forecast warning threat expectation",
}

# Who is meant depends on who writes: no speaker for a ledger.
UNKNOWN = words("enemy occupier invader aggressor adversary foe")
# Documents and other things that speak: "the report said", "a statement saying".
PARTICLES = words("out down off up aside away back")
WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday yesterday today tonight")
DOCUMENTS = words("""
    statement report letter message post tweet video document release communique communiqué bulletin memo note
    survey poll study article broadcast interview ruling briefing address hearing speech text email figure datum
    data image photo photograph footage picture record analysis finding file dossier paper
""")

# Counts of the dead and the wounded, which are raised, revised and put at.
TALLIES = words("toll number figure count estimate tally total")
# Who passes on what others say.
MEDIA = words("""
    media medium television tv radio agency newspaper newspapers channel broadcaster outlet daily newswire
    bbc cnn tass interfax reuters afp ap xinhua anadolu irna tasnim sana saba kcna yonhap pti ukrinform armenpress
    azertac
""")

VENUES = words("""
    conference briefing rally television tv radio telegram twitter facebook instagram media channel telethon interview
    speech address summit forum podcast bulletin
""")

# What a denial may be of, when it repeats none of it.
CLAIM_NOUNS = words("""
    claim report allegation accusation charge statement assertion suggestion rumour rumor information story news
    account version figure number toll comment remark announcement speculation criticism it this that them
""")
PROPOSAL_NOUNS = words("""
    call demand offer proposal plan request appeal ultimatum talk negotiation deal ceasefire truce invitation
    idea compromise peace term condition concession initiative mediation surrender
""")

# Calling something one of these denies it.
FALSEHOODS = words("""
    lie lies false falsehood fake fabrication fabrications fabricated disinformation misinformation propaganda
    nonsense absurd absurdity baseless unfounded groundless untrue hoax fiction fantasy rubbish myth invention
    slander provocation ridiculous ludicrous bogus rumour rumours rumor rumors fairy bedtime theatre theater
    misleading inaccurate incorrect wrong hypocritical untruth farce smear libel preposterous concocted staged
""")

# Saying that somebody did one of these accuses them of it.
HARMS = words("""
    attack shell bomb bombard strike hit fire shoot kill murder execute torture massacre violate breach break
    target destroy burn loot rape abduct kidnap invade occupy annex starve poison provoke stage lie sabotage
    mine besiege blockade deport ambush raid seize steal commit use launch block detain beat injure wound
""")

# Not saying one of these, or declining to, is withholding.
SAYING = words("""
    say comment disclose reveal confirm discuss give provide answer respond specify elaborate name identify
    release publish report reply state explain speculate announce deny detail speak talk tell share clarify
    address offer release claim admit acknowledge
""")

# Verbs that call something a name: "rejected the report, calling it a lie".
CALLING = words("call term brand label dub describe dismiss")

# Objects with which a cue verb does something else than say: "claimed 200 lives", "denied them entry".
OTHER_SENSES = {
    "claim": words("life victim casualty"),
    "deny": words("access entry passage permission permit visa bail asylum treatment food water opportunity chance"),
    "call": words("meeting session election vote strike summit referendum ambulance police counterpart"),
    "report": words("duty"),
    "explain": words("rule"),
    "show": words("noon sign"),
}
# Verbs of speech that go on with the teller rather than with what is said: "said the pass was open and denied …".
TELLERS = words("""
    accuse deny warn urge blame reject dismiss condemn insist vow threaten demand criticise criticize appeal add admit
    allege denounce
""")

GROUP_NOUNS = words("""
    official officials authority authorities officer officers spokesman spokeswoman spokesperson spokespeople
    minister ministry government army military police president leader leaders commander commanders troops
    forces force general colonel adviser advisor diplomat diplomats source sources resident residents witness
    witnesses rebel rebels separatist separatists fighter fighters analyst analysts expert experts activist
    activists ambassador governor mayor parliament presidency council commission committee mission agency group
    organisation organization party opposition envoy statement headquarters chief secretary administration
    embassy headquarters staff office media regime command doctor doctors journalist journalists protester
    protesters lawmaker lawmakers side sides villager villagers observer observers mediator mediators aide aides
    representative
""")
# Those who can speak besides, and of whom less is made when something is said about what they did.
OTHER_SPEAKERS = words("""
    nurse medic paramedic surgeon correspondent reporter captain major lieutenant sergeant brigadier admiral pilot
    soldier conscript prosecutor investigator inspector researcher survivor relative family parent mother father son
    daughter widow worker campaigner monitor charity union operator company firm owner delegate bloc alliance faction
    movement junta kremlin king queen prince sheikh cleric bishop imam priest teacher driver farmer shopkeeper
    neighbour neighbor refugee migrant local people critic supporter ally negotiator broker watchdog network newspaper
    paper channel broadcaster outlet court tribunal judge lawyer historian scholar professor economist senator
    congressman lawmaker legislator deputy candidate veteran insider rival opponent editor publisher blogger tv
    television radio hospital clinic firefighter rescuer police crew sailor everyone nobody anyone someone
    chairman chairwoman chair director attorney businessman strategist advocate member voter demonstrator developer
    physician friend wife husband man woman staffer environmentalist regulator bank panel team announcer host caller
    executive nominee employee engineer trader vendor student pensioner grandmother grandfather uncle aunt cousin boy
    girl child peacekeeper ranger clerk guard passenger merchant builder miner colleague
    head boss founder
""")
# Nouns by which the teller sums up what somebody has said: ", a claim that Tehran denies".
SUMMARIES = words("""
    request proposal idea plan appeal call report claim charge allegation accusation assertion statement
    suggestion figure number toll move remark comment position view story version account denial decision step
    threat offer demand promise finding conclusion result
""")
# What else can be admitted, refused or insisted on in words.
SOME = words("one other others some many several both all most few two three")
# Verbs that only lend a noun its voice: "made the claim that", "traded accusations over".
LIGHT = words("""
    make issue level trade exchange swap repeat voice express renew hurl file air reiterate launch bring cast lay pour
    raise put place pin
""")
SAYABLE = words("""
    responsibility blame guilt mistake error failure defeat guarantee involvement role violation need right
    position view stance commitment support opposition readiness willingness loss importance innocence
    regret solidarity confidence condolence outrage alarm anger dismay doubt scepticism skepticism gratitude sorrow
""")
FIRST_PERSON = {"i", "we", "our", "us", "my", "me"}
THIRD_PERSON = {"he", "she", "they", "it"}
PRONOUNS = FIRST_PERSON | THIRD_PERSON | {"you", "who", "which", "that", "those", "these", "others", "some", "both"}
RELATIVES = {"who", "which", "that", "whom", "whose"}
PERSON_PRONOUNS = {"he", "she", "they", "i", "we", "you", "who"}


def _read(table: dict[Kind, str]) -> dict[str, Cue]:
    """Verb → what it takes and means; a verb listed twice takes both and means what it meant first."""
    cues: dict[str, Cue] = {}
    for kind, rows in table.items():
        pending: list[str] = []
        for word_or_row in rows.strip().splitlines():
            words, _, frames = word_or_row.partition(":")
            pending += words.split()
            if not frames:
                continue
            for verb in pending:
                cues[verb] = _merged(cues.get(verb), kind, frames.split())
            pending = []
    return cues


def _merged(known: Cue | None, kind: Kind, frames: list[str]) -> Cue:
    strong = "!" in frames
    taken = frozenset(frames) - {"!"}
    if known is None:
        return Cue(kind, taken, strong)
    return Cue(known.kind, known.frames | taken, known.strong or strong)


VERBS: dict[str, Cue] = _read(_VERBS)
# Verbs that say something only with the one thing they take: a count, a charge.
BOUND = {verb for verb, cue in VERBS.items() if cue.frames <= {"toll", "number", "blame"}}
NOUNS: dict[str, Kind] = {noun: kind for kind, nouns in _NOUNS.items() for noun in nouns.split()}

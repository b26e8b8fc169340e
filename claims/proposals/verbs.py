"""Forms of English verbs, near enough for a sentence that somebody reads before it is kept."""

import re

_IRREGULAR = {
    "being": "be", "lying": "lie", "dying": "die", "shot": "shoot", "brought": "bring", "broke": "break",
    "struck": "strike", "took": "take", "retook": "retake", "lost": "lose", "sent": "send", "made": "make",
    "began": "begin", "held": "hold", "burned": "burn", "hid": "hide", "fought": "fight",
    "fled": "flee", "fell": "fall",
}  # fmt: skip
_PASTS = {
    "shooting": "shot", "breaking": "broke", "hitting": "hit", "striking": "struck", "sending": "sent",
    "taking": "took", "making": "made", "holding": "held", "fighting": "fought", "losing": "lost", "giving": "gave",
    "bringing": "brought", "beginning": "began", "putting": "put", "setting": "set", "driving": "drove",
    "stealing": "stole", "hiding": "hid", "spreading": "spread", "lying": "lied", "withholding": "withheld",
    "keeping": "kept", "leaving": "left", "telling": "told", "paying": "paid", "seeking": "sought", "doing": "did",
    "being": "was", "having": "had", "going": "went", "laying": "laid", "building": "built", "letting": "let",
    "cutting": "cut", "flying": "flew", "running": "ran", "blowing": "blew", "throwing": "threw", "saying": "said",
    "retaking": "retook", "withdrawing": "withdrew", "feeding": "fed", "selling": "sold", "buying": "bought",
}  # fmt: skip
_PLAIN = frozenset(
    [
        "repeat",
        "defeat",
        "treat",
        "retreat",
        "cheat",
        "beat",
        "heat",
        "eat",
        "combat",
        "float",
        "threat",
        "focus",
        "bias",
    ]
)
_WITH_E = re.compile(
    r"(?:[vczu]|(?<!n)g|(?:ch|rr|ex|vers|pl)ang|challeng|aveng|plung|(?<![lrw])(?<![aeiou])l|[aeiou]s|collaps|ir|(?<!m)ur"
    r"|(?<!e)ar|(?:st|pl|n|sc)or|(?:bl|n|sh|t|fr|ef)am|(?:res|ass|cons)um|welcom|com|(?:erm|am|mb|cl|ag|ef|^m|^l)in|pon"
    r"|(?:sc|sh|^r)ap|wip|typ|^hop|^cop|(?<![aeiou])[aeiou]k|[^aeiou]at|[iuo]at|creat|(?:ec|ib|sp|al|ol)ut|(?:^c|nv|un|gn)it"
    r"|(?:^v|m|ev|qu|^n)ot|writ|(?:v|r|k|u)ad|(?:v|c|s|gu|^r)id|(?:cl)ud|(?:pl|r|c)od|(?:r|b)ib|rob|straf)$"
)
_DOUBLED = re.compile(r"([bdgkmnprtv])\1$")


def base(form: str) -> str:
    """The verb of a form in -ing or -ed: “using” → “use”, “hitting” → “hit”, “shelled” → “shell”, “denied” → “deny”."""
    if form in _IRREGULAR:
        return _IRREGULAR[form]
    stem = form.removesuffix("ing") if form.endswith("ing") else form.removesuffix("ed")
    if stem == form:
        return form
    if stem.endswith("i"):
        return f"{stem[:-1]}y"
    if _DOUBLED.search(stem) and stem not in ("add", "err"):
        return stem[:-1]
    return f"{stem}e" if stem not in _PLAIN and _WITH_E.search(stem) else stem


def past(gerund: str) -> str:
    """The past of a form in -ing: “bombing” → “bombed”, “hitting” → “hit”, “carrying” → “carried”."""
    if gerund in _PASTS:
        return _PASTS[gerund]
    stem = gerund.removesuffix("ing")
    return f"{stem[:-1]}ied" if re.search(r"[^aeiou]y$", stem) else f"{stem}ed"

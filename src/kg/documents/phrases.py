"""What the furniture of news pages says, by kind: patterns on a short block of text."""

from __future__ import annotations

import re

_NAME = r"[A-Z][\w.'’-]*"
_NOT_A_NAME = (
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|Septem|Octo|"
    r"Novem|Decem)"
)
_WRITERS = r"(?:reporter|correspondent|journalist|columnist|editor|writer)s?"
_NEWSROOM = rf"(?:{_WRITERS}|staff|desk|newsroom|bureau|team)"
_GIVERS = r"(?:photo(?:graph)?s?|images?|pictures?|pic|video|graphics?|illustration)"

_KINDS: dict[str, tuple[str, ...]] = {
    "copyright": (
        r"^(?:©|(?:copyright|\(c\))\W*(?:©|\(c\)|(?:19|20)\d\d|by\b))",
        r"©\s*(?:copyright|(?:19|20)\d\d)",
        r"^(?-i:Copyright(?: [A-Z][\w.'’&-]*){1,6}),? (?:19|20)\d\d(?:\W+all rights\b|\W*$)",
        r"\b(?:reproduction|republication|redistribution|reproducing|copying|unauthori[sz]ed use)\b.{0,60}"
        r"\b(?:permission|consent|prohibited|forbidden|not (?:allowed|permitted))\b",
        r"\ball rights reserved\b",
        r"\bcontent is protected\b",
        r"\b(?:may|must) not be (?:published|reproduced|republished|copied)\b.*"
        r"\b(?:broadcast|rewritten|redistributed|permission|consent)\b",
        r"^(?:terms (?:of (?:use|service)|(?:and|&) conditions)|"
        r"privacy (?:policy|notice)|cookie (?:policy|settings))\b",
    ),
    "comment": (
        r"^(?:click|tap|press) (?:here )?to (?:comment|reply|share|subscribe|follow|print)\b",
        r"^(?:leave|post|write|add|submit) (?:a |your )?(?:reply|comment)s?\b",
        r"\b(?:must|need to|have to) (?:be logged in|log in|login|sign in|register)\b.*"
        r"\b(?:comment|reply|post|read|view|continue)\b",
        r"\byour e-?mail (?:address )?will not be (?:published|shared)\b",
        r"\brequired fields are marked\b",
        r"^\(?(?:\d+|no|view|show|hide|all)? ?(?:comments?|repl(?:y|ies))(?: \(?\d+\)?| are (?:closed|off|open))?\)?$",
        r"^join the (?:conversation|discussion|debate)\b",
    ),
    "share": (
        r"^(?:share|tweet|pin|e-?mail|print|save|bookmark|like)(?: (?:this|it|us|on|via|the)\b|$)",
        r"^(?:share|tweet|e-?mail|print|save|like|follow|facebook|twitter|x|linkedin|whatsapp|telegram|reddit|"
        r"pinterest|copy link|instagram|youtube|\W)+$",
        r"^(?:connect|keep in touch|stay connected) with us\b",
        r"^(?:follow|like|find|join) (?:us|me|our|@\w+|[\w ]{2,30}) on (?:facebook|twitter|x|instagram|linkedin|"
        r"youtube|telegram|whatsapp|google|threads|tiktok)\b",
        r"^follow us\b|^copy link\b|^(?:get in touch|contact us|about us|advertise with us)$",
    ),
    "newsletter": (
        r"^(?:subscribe|sign up|register|join)\b.*"
        r"\b(?:newsletters?|alerts?|updates?|inbox|briefing|channel|mailing list|free|today|now)\b",
        r"^(?:subscribe|sign up|sign in|log ?in|log ?out|register|my account|subscribe now|unsubscribe)"
        r"(?: (?:here|now|today|free))?$",
        r"\b(?:delivered|sent|straight|direct(?:ly)?) to your (?:inbox|e-?mail|phone)\b|\bin your inbox\b",
        r"^(?:enter|type) your e-?mail\b|^your e-?mail(?: address)?$|\bunsubscribe at any time\b",
        r"^(?:get|receive) (?:the|our|all|daily|weekly|breaking)\b.*\b(?:newsletter|inbox|alerts|notifications)\b",
        r"\b(?:already|become) a (?:subscriber|member)\b|\bsubscribe to (?:continue|read|unlock)\b",
    ),
    "cookies": (
        r"\b(?:we|this (?:web)?site|our (?:web)?site|our partners)\b.{0,40}\buses? cookies\b",
        r"^(?:(?:our|these) )?cookies (?:help|allow|enable|let) us\b.{0,60}"
        r"\b(?:our|your|this|the|better) (?:services?|(?:web)?site|experience|visit|content)\s*(?:[.!]|$)",
        r"\bcookies\b.{0,120}[.!]\s*(?:accept|reject|decline|allow|manage|agree|ok|got it)"
        r"(?: (?:all|selected|necessary|and close|& close|preferences|settings))?\W*$",
        r"\b(?:accept|manage|reject) (?:all )?cookies\b|\byour (?:cookie|privacy) (?:preferences|settings|choices)\b",
        r"\bby (?:continuing|using|browsing)\b.{0,60}\byou (?:agree|consent|accept)\b",
        r"^(?:please )?(?:enable|turn on) (?:javascript|cookies)\b|\bdisable your ad ?blocker\b",
    ),
    "advert": (
        r"^(?:advertisements?|advertising|sponsored(?: content| by\b.*)?|promoted(?: content)?|ad)$",
        r"^(?:(?:story|article) continues|continue reading|scroll (?:down )?to continue|scroll for more)\b",
        r"^(?:skip to (?:main )?content|skip (?:ad|navigation)|back to top|"
        r"toggle navigation|search|menu|close|loading\W*)$",
        r"^(?:listen|watch|listen to|watch)(?: to)? (?:this|the) (?:article|story|video)\b",
        r"^\W*(?:estimated )?(?:reading time|\d+[ -]min(?:ute)?s?[ -]read)\b",
    ),
    "related": (
        r"^\W*(?:read|see|watch|view) (?:more|also|next|now|on)\b(?:\s*:|\W*$|(?: from| on| about| in| stories)\b)",
        r"^\W*(?:also|more|further) (?:read|reading)\s*(?::|$)",
        r"^\W*related(?: (?:articles?|stories|news|posts?|content|"
        r"topics?|coverage|links?|reading|items?))?\s*(?::.*)?$",
        r"^\W*(?:more (?:news|stories|from|on this|like this|in)\b|"
        r"most (?:read|popular|viewed|shared)\b|trending\b|"
        r"top stories|latest (?:news|stories|headlines)|recommended\b|popular (?:now|stories|posts))[^.!?]{0,40}$",
        r"^\W*(?:you (?:may|might) also (?:like|be interested)|don['’]t miss|what to read next|up next|"
        r"in case you missed it|"
        r"editor['’]?s['’]? (?:picks?|choice))\b",
        r"^(?:previous|next|older|newer) (?:article|story|post|page)\b",
    ),
    "tags": (
        r"^\W*(?:tags?|topics?|filed under|categories|category|keywords|sections?|in this (?:article|story))\s*:",
        r"^(?:tags|topics|filed under)$|^(?:#\w+\s*)+$",
    ),
    "crumbs": (r"^(?:home|news)(?:\s*[>›»/|·]\s*[\w&' -]{1,40})+$",),
}
_CASED: dict[str, tuple[str, ...]] = {
    "byline": (
        rf"^(?:By|BY|by|Written by|Words by|Text by|Posted by|Story by):? {_NOT_A_NAME}{_NAME}(?: {_NAME}){{0,3}}"
        rf"(?:(?:,| and| &|,? in| \||,? for) {_NAME}(?: [\w.'’-]+){{0,5}})*(?:, [\w&' -]{{2,50}})?\W*$",
        rf"^(?:By|BY) {_NOT_A_NAME}{_NAME}(?: {_NAME}){{1,3}},? (?:at|in|from) (?:the )?{_NAME}(?: [\w'’-]+){{0,4}}$",
        rf"^(?:By|BY|by|From) (?:[Oo]ur|[Aa]|[Aa]n|[Tt]he|[Ss]taff)(?: [\w&'’-]+){{0,5}}"
        rf" (?i:{_NEWSROOM})(?: (?:at|in|from) (?:the )?{_NAME}(?: {_NAME}){{0,3}})?$",
        rf"^\W*(?:(?:Additional |With )?[Rr]eporting|Editing|With (?:files|reports|inputs?)) (?:from|by) {_NAME}",
        rf"^\W*(?:Writing|Compiled|Edited|Reported|Written|Translated) by {_NAME}[^.]{{0,60}}\W*$",
        r"^(?:Our|Staff|Special|Agency|Web) (?:[Cc]orrespondent|[Rr]eporters?|[Ww]riters?|[Dd]esk)\b[^.]{0,30}$",
        r"^(?:The )?(?:author|writer|Author|Writer) is (?:a|an|the)\b.*"
        r"\b(?:at|with|of|for|reporter|editor|correspondent)\b",
    ),
    "credit": (
        rf"^\W*(?i:{_GIVERS}|photo credit|credits?|sources?|via|courtesy)"
        rf"(?i: credits?| courtesy(?: of)?| by| source)?\s*[:/|]\s*\S.{{0,60}}$",
        rf"^\W*(?i:{_GIVERS}) (?i:by|courtesy|credit)\b.{{0,60}}$",
        r"^[^.!?]{0,60}(?:/|\bvia )(?:Getty|AFP|AP|Reuters|Shutterstock|Bloomberg|EPA|PA)\b[\w /]*\W*$",
    ),
}
_COMPILED = {kind: tuple(re.compile(p, re.IGNORECASE) for p in patterns) for kind, patterns in _KINDS.items()}
_COMPILED |= {kind: tuple(re.compile(p) for p in patterns) for kind, patterns in _CASED.items()}

_SIGNATURE = re.compile(
    rf"{_NAME}(?: {_NAME}){{1,3}}(?: (?:and|&) {_NAME}(?: {_NAME}){{1,3}})?(?:,| \||:| [-–—])"
    rf"(?: [\w&'’-]+){{0,4}} (?i:{_WRITERS})(?:,? (?:(?:at|in|for) )?(?:the )?{_NAME}(?: {_NAME}){{0,3}})?"
)


def is_signature(line: str) -> bool:
    """Whether `line` is a writer's name with the job after it and nothing else: `Ana Reis, sports correspondent`.

    With `of` it is left: `Ana Reis, editor of the Star` may stand below a picture, as news.
    """
    return bool(_SIGNATURE.fullmatch(line.strip()))


def kinds_of(line: str) -> list[str]:
    """The kind of each pattern that `line` fits; a kind comes as often as it is hit."""
    return [kind for kind, patterns in _COMPILED.items() for pattern in patterns if pattern.search(line)]

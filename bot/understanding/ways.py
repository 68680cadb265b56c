"""Ways of meeting: "Phone or video", "Zoom", "In person if close, otherwise video", "any"."""

import re

from bot.understanding.reading import NotUnderstood, Understood, excerpt, typed

EXAMPLE = "video, phone, or in person"
WAYS = ("in-person", "phone", "video")

VIDEO_CALL = re.compile(r"\b(video|zoom|teams|skype|facetime|meet)[\s-]*(?:calls?|chats?)\b", re.I)
NOT = r"\b(?:no|not|never|rather not|except|but not|but)\s+(?:by\s+|on\s+|via\s+)?(?:the\s+)?"
WORDS = {
    "in-person": r"(?:in[\s-]?person|face[\s-]to[\s-]face|f2f|on[\s-]?site|coffee|live\b)",
    "phone": r"(?:tele)?(?:phones?\b|calls?\b|cell\b|voice\b)",
    "video": r"(?:video\w*|zoom|google meet|meet\b|teams|face\s?time|skype|webex|virtual|online|remote|huddle)",
}
NAMED = {way: re.compile(rf"\b{words}", re.I) for way, words in WORDS.items()}
REFUSED = {way: re.compile(rf"{NOT}{words}", re.I) for way, words in WORDS.items()}
ANY = re.compile(r"\b(?:any|anything|anyhow|all|either|both|whatever|whichever|no preference|flexible|open)\b", re.I)


def ways(text: str) -> Understood[tuple[str, ...]]:
    """Some of `WAYS`, in that order; all where anything goes."""
    line = typed(text, EXAMPLE)
    plain = VIDEO_CALL.sub(r"\1", line)
    refused = {way for way in WAYS if REFUSED[way].search(plain)}
    named = {way for way in WAYS if NAMED[way].search(plain)} - refused
    chosen = named or (set(WAYS) - refused if refused or ANY.search(plain) else set())
    if not chosen:
        raise NotUnderstood(f"{excerpt(line)} is not a way of meeting that I understand. For example: {EXAMPLE}.")
    return Understood(tuple(way for way in WAYS if way in chosen))

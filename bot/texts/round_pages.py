"""For moderators: the draft of a round, page by page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.commands import (
    AllowPair,
    ApprovePair,
    ApproveRound,
    Command,
    DropRound,
    PlanRound,
    RulePair,
    ShowRound,
    SolveRound,
    encode,
)
from bot.domain.member import Member
from bot.domain.request import MentoringRequest
from bot.domain.round import Change, Round, RoundLine, Ruling, Word
from bot.domain.status import LineStatus, RoundStatus
from bot.ids import MemberId, OfferId, RequestId
from bot.texts.rounds import APPROVED_AT_ONCE, GONE
from bot.texts.statistics import counted, mention, place, short
from bot.views import (
    MOST_TEXT,
    Actions,
    Bold,
    Button,
    ButtonStyle,
    Heading,
    Line,
    Listing,
    Message,
    Part,
    Text,
    line,
    words,
)

PAIRS_A_PAGE = 3
LEFT_A_PAGE = 4
FORBIDDEN_A_PAGE = 4
MOST_REASONS = 3
MOST_REASON = 100
MOST_ON_BUTTON = 24  # characters of a name

TIERS: Mapping[int, str] = {
    1: "Same district",
    2: "Same agency",
    3: "Same OT program",
    4: "Same state and setting",
    5: "Same setting, nearby",
    6: "Same setting, further away",
    7: "Related setting",
    8: "Another profession, for process questions",
}
CHANGES: Mapping[Change, str] = {
    Change.FIRST: "",
    Change.SAME: "As in the last draft.",
    Change.NEW: "New: had nobody in the last draft.",
    Change.MOVED: "Changed: had another mentor in the last draft.",
    Change.LOST: "Changed: had a mentor in the last draft.",
}
LEFT: Mapping[str, str] = {
    "nobody": "No mentor who can be asked is within reach yet.",
    "ruled-out": "Those within reach are ruled out by time zones, free times or what one of the two has said.",
    "forbidden": "You have forbidden everybody who would fit.",
}


@dataclass(frozen=True)
class Sheet:
    """What stands on one page; pages are counted from 0."""

    number: int
    pages: int
    pairs: Sequence[RoundLine]
    left: Sequence[RoundLine]
    forbidden: Sequence[Ruling]

    @property
    def requests(self) -> list[RequestId]:
        return [each.request for each in (*self.pairs, *self.left)]

    @property
    def people(self) -> list[MemberId]:
        lines = [id for each in (*self.pairs, *self.left) for id in (each.mentee, each.mentor) if id]
        ruled = [id for each in self.forbidden for id in (each.mentee, each.mentor)]
        return [*lines, *ruled, *(MemberId(id) for each in self.pairs for id in each.passed_over)]


@dataclass(frozen=True)
class Draft:
    """`people` and `requests` are those of the page; `lines` are all."""

    round: Round
    lines: Sequence[RoundLine]
    words: Mapping[tuple[RequestId, OfferId], Word]
    people: Mapping[MemberId, Member]
    requests: Mapping[RequestId, MentoringRequest]
    now: datetime

    def word(self, each: RoundLine) -> Word | None:
        return self.words.get((each.request, each.offer)) if each.offer else None


def sheet(lines: Sequence[RoundLine], rulings: Sequence[Ruling], number: int) -> Sheet:
    """Pairs first, then who is left out, then what was forbidden; a number beyond the last page means the last."""
    left = [each for each in lines if each.status is LineStatus.LEFT]
    pairs = [each for each in lines if each.status is not LineStatus.LEFT]
    forbidden = [ruling for ruling in rulings if ruling.word is Word.FORBIDDEN]
    of_pairs, of_left, of_forbidden = (
        -(-len(all_) // most)
        for all_, most in ((pairs, PAIRS_A_PAGE), (left, LEFT_A_PAGE), (forbidden, FORBIDDEN_A_PAGE))
    )
    pages = max(1, of_pairs + of_left + of_forbidden)
    number = min(max(number, 0), pages - 1)
    at_left, at_forbidden = number - of_pairs, number - of_pairs - of_left
    return Sheet(
        number,
        pages,
        pairs[number * PAIRS_A_PAGE :][:PAIRS_A_PAGE],
        left[at_left * LEFT_A_PAGE :][:LEFT_A_PAGE] if at_left >= 0 else [],
        forbidden[at_forbidden * FORBIDDEN_A_PAGE :][:FORBIDDEN_A_PAGE] if at_forbidden >= 0 else [],
    )


def page(draft: Draft, sheet: Sheet, said: str = "") -> Message:
    """With as many reasons for each pair as a message takes."""
    pages = (_page(draft, sheet, said, most) for most in range(MOST_REASONS, 0, -1))
    fitting = [parts for parts in pages if sum(map(len, words(parts))) <= MOST_TEXT]
    return Message("The draft of a round.", fitting[0] if fitting else _page(draft, sheet, said, 0))


def _page(draft: Draft, sheet: Sheet, said: str, reasons: int) -> tuple[Part, ...]:
    parts: list[Part] = [Heading("Draft of a round")]
    if said:
        parts.append(Text(line(Bold(said))))
    parts.append(Text(line(f"{_summary(draft)} Page {sheet.number + 1} of {sheet.pages}.")))
    for each in sheet.pairs:
        parts.extend(_pair(draft, each, sheet.number, reasons))
    if sheet.left:
        parts += [Text(line("Nobody for these yet:")), Listing(tuple(_left(draft, each) for each in sheet.left))]
    if sheet.forbidden:
        parts.extend(_forbidden(draft, sheet))
    return (*parts, *_buttons(draft, sheet))


def _summary(draft: Draft) -> str:
    pairs = sum(each.status is not LineStatus.LEFT for each in draft.lines)
    waits = counted(len(draft.lines), "person who waits", "people who wait")
    changes = Counter(each.change for each in draft.lines)
    changed = [
        said
        for number, said in (
            (changes[Change.NEW], f"{changes[Change.NEW]} new"),
            (changes[Change.MOVED], f"{changes[Change.MOVED]} with another mentor"),
            (changes[Change.LOST], f"{changes[Change.LOST]} without one now"),
            (draft.round.gone, f"{draft.round.gone} not waiting any more"),
        )
        if number
    ]
    against = f" Against the last draft: {', '.join(changed)}." if changed else ""
    if draft.round.solved > 1 and not changed:
        against = " Nothing changed against the last draft."
    return f"{waits}, a mentor for {pairs} of them.{against}{_state(draft)}"


def _state(draft: Draft) -> str:
    status = Counter(each.status for each in draft.lines)
    done = {
        LineStatus.ASKED: "asked",
        LineStatus.APPROVED: "approved and waiting for their turn",
        LineStatus.GONE: "not possible any more",
    }
    so_far = [f"{status[each]} {what}" for each, what in done.items() if status[each]]
    over = {RoundStatus.DROPPED: " It is dropped.", RoundStatus.APPROVED: " Every pair is decided."}
    return (f" So far: {', '.join(so_far)}." if so_far else "") + over.get(draft.round.status, "")


def _pair(draft: Draft, each: RoundLine, number: int, reasons: int) -> list[Part]:
    assert each.mentor is not None
    mentee, mentor = draft.people[each.mentee], draft.people[each.mentor]
    word = draft.word(each)
    facts = [f"{TIERS[each.tier]}.", _waits(draft, each), CHANGES[each.change], _passed(draft, each), _word(each, word)]
    said = tuple(line(short(reason, MOST_REASON)) for reason in each.reasons[:reasons])
    parts: list[Part] = [
        Text(line(mention(mentor), " for ", mention(mentee), ". ", " ".join(fact for fact in facts if fact))),
        *((Listing(said),) if said else ()),
    ]
    if draft.round.status is RoundStatus.DRAFT and each.status is LineStatus.PLANNED:
        parts.append(Actions(_pair_buttons(each, mentee, word, str(number))))
    return parts


def _waits(draft: Draft, each: RoundLine) -> str:
    request = draft.requests.get(each.request)
    if request is None:
        return ""
    sole = ", the only OT there" if request.sole_ot else ""
    days = counted((draft.now - request.waiting_since).days, "day")
    return f"{place(request.state, request.setting)}{sole}, waits {days}."


def _passed(draft: Draft, each: RoundLine) -> str:
    names = [short(draft.people[MemberId(id)].name, MOST_ON_BUTTON) for id in each.passed_over]
    if not names:
        return ""
    return f"Nearer by tier, but planned for others: {' and '.join(names)}."


def _word(each: RoundLine, word: Word | None) -> str:
    match each.status:
        case LineStatus.ASKED:
            return "Asked."
        case LineStatus.APPROVED:
            return "Approved: asked when it is their turn with this mentor."
        case LineStatus.GONE:
            return f"Not possible any more: {GONE[each.why]}."
        case LineStatus.PLANNED if word is Word.PINNED:
            return "Pinned: stays when you plan again."
        case LineStatus.PLANNED if word is Word.FORBIDDEN:
            return "Forbidden: plan again to find somebody else."
        case _:
            return ""


def _pair_buttons(each: RoundLine, mentee: Member, word: Word | None, number: str) -> tuple[Button, ...]:
    name = short(mentee.name, MOST_ON_BUTTON)
    pin = ("Unpin", "") if word is Word.PINNED else ("Pin", Word.PINNED)
    forbid = ("Allow", "") if word is Word.FORBIDDEN else ("Forbid", Word.FORBIDDEN)
    rule = tuple(Button(f"{does} {name}", encode(RulePair(each.id, said, number))) for does, said in (pin, forbid))
    if word is Word.FORBIDDEN:
        return rule[1:]
    return (Button(f"Approve {name}", encode(ApprovePair(each.id, number)), ButtonStyle.PRIMARY), *rule)


def _left(draft: Draft, each: RoundLine) -> Line:
    fitting = counted(each.fitting, "mentor fits, but the place goes", "mentors fit, but their places go")
    why = LEFT.get(each.why, f"{fitting} to others.")
    return line(mention(draft.people[each.mentee]), f": {_waits(draft, each)} {why} {CHANGES[each.change]}".rstrip())


def _forbidden(draft: Draft, sheet: Sheet) -> list[Part]:
    said = [(ruling, draft.people[ruling.mentor], draft.people[ruling.mentee]) for ruling in sheet.forbidden]
    items = tuple(line(mention(mentor), " for ", mention(mentee)) for _, mentor, mentee in said)
    parts: list[Part] = [Text(line("You have forbidden:")), Listing(items)]
    if draft.round.status is RoundStatus.DRAFT:
        number = str(sheet.number)
        buttons = (
            Button(
                f"Allow {short(mentor.name, MOST_ON_BUTTON)} for {short(mentee.name, MOST_ON_BUTTON)}",
                encode(AllowPair(draft.round.id, ruling.request, ruling.offer, number)),
            )
            for ruling, mentor, mentee in said
        )
        parts.append(Actions(tuple(buttons)))
    return parts


def _buttons(draft: Draft, sheet: Sheet) -> tuple[Part, ...]:
    round, number = draft.round, str(sheet.number)
    turn: tuple[tuple[str, Command, bool], ...] = (
        ("Back", ShowRound(round.id, str(sheet.number - 1)), sheet.number > 0),
        ("Next", ShowRound(round.id, str(sheet.number + 1)), sheet.number + 1 < sheet.pages),
    )
    buttons = [Button(label, encode(command)) for label, command, there in turn if there]
    if round.status is RoundStatus.DRAFT:
        ready = sum(each.status is LineStatus.PLANNED and not _is_forbidden(draft, each) for each in draft.lines)
        if ready:
            label = f"Approve all {ready}" if ready <= APPROVED_AT_ONCE else f"Approve the next {APPROVED_AT_ONCE}"
            buttons.append(Button(label, encode(ApproveRound(round.id, number)), ButtonStyle.PRIMARY))
        buttons.append(Button("Plan again", encode(SolveRound(round.id))))
        buttons.append(Button("Drop the draft", encode(DropRound(round.id)), ButtonStyle.DANGER))
    elif round.status is not RoundStatus.PLANNING:
        buttons.append(Button("Plan a new round", encode(PlanRound())))
    return (Actions(tuple(buttons)),) if buttons else ()


def _is_forbidden(draft: Draft, each: RoundLine) -> bool:
    return draft.word(each) is Word.FORBIDDEN

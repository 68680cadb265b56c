"""For moderators: planning a round, and what becomes of its pairs."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.commands import (
    ShowRound,
    encode,
)
from bot.domain.member import Member
from bot.domain.round import Round, RoundLine, Word
from bot.domain.status import LineStatus
from bot.texts.statistics import counted, mention, short
from bot.views import (
    Actions,
    Button,
    Message,
    Text,
    line,
)

MOST_CAUSES = 2  # why pairs are not possible any more, each told by itself
APPROVED_AT_ONCE = 100

NOBODY_WAITS = "Nobody waits for a mentor without being asked about already, so there is nothing to plan."
NO_MENTORS = (
    "No mentor can be asked right now: all places are taken, or they are being asked, rest or were asked often enough "
    "this week. People can offer with /offer-mentoring or the pinned card."
)
BEING_SOLVED = "This round is being planned right now. You get the draft as a direct message in a moment."
CLOSED = "This round is over. Nothing was changed. Plan a new one under /mentor-stats."
SOLVED_ANEW = "This draft was planned anew since, so nothing was changed. The button below shows how it stands now."
DECIDED = "Somebody has decided about this pair already. Nothing was changed."
FORBIDDEN = "This pair is forbidden. Allow it first, or plan again to find somebody else."
NOTHING_PLANNED = "This draft has no pair to approve."

GONE: Mapping[str, str] = {
    "request": "the request is not open any more",
    "asked": "somebody is being asked about this request already",
    "offer": "the offer is not open any more",
    "full": "all places of this mentor are taken by now",
    "unreachable": "direct messages to this mentor don't arrive",
    "unfit": "by what they have said since, the two don't fit any more",
    "no-turn": "the mentor could not be asked within two weeks",
}


def _message(heading: str, sentence: str, *buttons: Button) -> Message:
    actions = (Actions(buttons),) if buttons else ()
    return Message(heading, (Text(line(sentence)), *actions))


PLANNING = _message("I am planning the round.", f"I am planning. {BEING_SOLVED.partition('. ')[2]}")
UNSOLVED = _message(
    "The round could not be planned.",
    "Something went wrong on my side while I was planning the round, so it is dropped and nobody was asked. "
    "Please plan it again; if this happens again, tell the person who runs me.",
)


def dropped(approved: int) -> Message:
    kept = f" What was approved before goes on: {counted(approved, 'pair')}." if approved else " Nobody was asked."
    return _message("The draft is dropped.", f"The draft is dropped.{kept}")


def anew(round: Round) -> Message:
    button = Button("Show the draft", encode(ShowRound(round.id)))
    return _message("This draft was planned anew.", SOLVED_ANEW, button)


# What was done


def outcome(mentee: Member, mentor: Member, each: RoundLine) -> str:
    names = short(mentor.name), short(mentee.name)
    match each.status:
        case LineStatus.ASKED:
            return f"{names[0]} is asked about {names[1]}."
        case LineStatus.APPROVED:
            return f"{names[0]} can't be asked right now, and will be asked about {names[1]} in turn."
        case _:
            return f"{names[0]} was not asked about {names[1]}: {GONE[each.why]}."


def outcomes(lines: Sequence[RoundLine]) -> str:
    """Of many at once."""
    status = Counter(each.status for each in lines)
    said = [f"{counted(status[LineStatus.ASKED], 'mentor is', 'mentors are')} asked"]
    if status[LineStatus.APPROVED]:
        said.append(f"{counted(status[LineStatus.APPROVED], 'pair waits', 'pairs wait')} for their turn")
    causes = Counter(each.why for each in lines if each.status is LineStatus.GONE).most_common()
    for why, number in causes[:MOST_CAUSES]:
        said.append(f"{counted(number, 'pair is', 'pairs are')} not possible any more, because {GONE[why]}")
    if others := sum(number for _, number in causes[MOST_CAUSES:]):
        said.append(f"{counted(others, 'pair is', 'pairs are')} not possible for other reasons, said beside them")
    return f"{'; '.join(said)}."


def ruled(mentee: Member, mentor: Member, word: Word | None) -> str:
    names = f"{short(mentor.name)} for {short(mentee.name)}"
    if word is Word.PINNED:
        return f"Pinned: {names}."
    return f"Forbidden: {names}." if word is Word.FORBIDDEN else f"Up to the plan again: {names}."


def gone_later(mentee: Member, mentor: Member, gone: RoundLine) -> Message:
    why = f", as you had approved: {GONE[gone.why]}. "
    after = "" if gone.why == "request" else "I go on looking for somebody else."
    sentence = line(mention(mentor), " will not be asked about ", mention(mentee), f"{why}{after}".rstrip())
    return Message("An approved pair is not possible any more.", (Text(sentence),))

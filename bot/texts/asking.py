"""Asking for a mentor: the forms, the receipt and the details that are asked later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.commands import (
    Command,
    EditRequest,
    MyMentoring,
    NotWith,
    OpenFindMentor,
    OpenNotWith,
    OpenRequestDetails,
    RequestDetails,
    WidenRequest,
    encode,
)
from bot.domain.availability import describe
from bot.domain.estimate import Situation
from bot.domain.request import MentoringRequest
from bot.domain.waits import Range
from bot.reference.settings import SETTINGS
from bot.reference.states import STATES
from bot.reference.topics import TOPICS
from bot.texts.choices import (
    MOST_NAME,
    MOST_TOPICS,
    count,
    free_times_field,
    setting_options,
    text_of,
    texts_of,
    topic_options,
    ways_field,
)
from bot.texts.zones import Proposed, change_button, zone_parts
from bot.views import (
    Actions,
    Bold,
    Button,
    ButtonStyle,
    ChoiceField,
    ChoicesField,
    Facts,
    Form,
    Heading,
    Line,
    MemberField,
    Message,
    Option,
    Page,
    SearchField,
    Text,
    TextField,
    line,
)

MOST_NOTE = 500
CONSENT = (
    line("The channel sees your state, setting and topics, without your name."),
    line("Mentors I ask also see your name, free times and note; nobody else does."),
    line("Moderators see that you are waiting, not what you wrote."),
    line("Whoever runs this bot could technically read its records. Leave out anything about a student."),
)
NOTICE = "The channel never sees your name; mentors I ask see all of this. No student details, please."

REQUEST_TAKEN = "You already have an open request, so I kept that one. Type /my-mentoring to change it."
NOT_YOURS = "This request belongs to somebody else."
NOT_OPEN = "This request is no longer open. Type /my-mentoring to see where things stand."
CHOOSE_SETTING = "Please choose the setting you work in from the list."
CHOOSE_TOPICS = f"Please choose up to {MOST_TOPICS} topics from the list."
UNKNOWN_MEMBER = "Please choose a person from the list."


def request_form(action: Command, values: Mapping[str, str | tuple[str, ...]]) -> Form:
    """One page of five fields; two of them required."""
    editing = isinstance(action, EditRequest)
    fields = (
        TextField(
            "state",
            "State you work in",
            "Name or abbreviation, for example Ohio or OH",
            required=True,
            value=text_of(values, "state"),
            limit=60,
            suggestions=tuple(state.name for state in STATES.values()),
            picks=1,
        ),
        SearchField(
            "setting",
            "Setting",
            "Where you work, for example elementary or home health",
            required=True,
            options=setting_options(),
            values=texts_of(values, "setting"),
            most=1,
        ),
        ChoicesField(
            "topics",
            "What would you like help with?",
            f"Up to {MOST_TOPICS}. Leave empty for a bit of everything.",
            options=topic_options(),
            values=texts_of(values, "topics"),
            most=MOST_TOPICS,
        ),
        free_times_field(text_of(values, "free_times")),
        TextField(
            "note",
            "Anything a mentor should know?",
            "No names or details of students, please.",
            value=text_of(values, "note"),
            limit=MOST_NOTE,
            long=True,
        ),
    )
    title = "Change my request" if editing else "Find a mentor"
    submit = "Save" if editing else "Find a mentor"
    return Form(encode(action), title, (Page(fields),), submit, foot=CONSENT, notice=NOTICE)


def values_of(request: MentoringRequest) -> dict[str, str | tuple[str, ...]]:
    free = request.free_times
    return {
        "state": STATES[request.state].name,
        "setting": request.setting,
        "topics": request.topics,
        "free_times": describe(free) if free else "",
        "note": request.note,
    }


# The receipt


@dataclass(frozen=True)
class Outlook:
    """What is known of the wait: counts of people at this moment, and what the community's history says.

    `wait` counts whole days from now and is None where nothing can be told; `similar`: it comes from those alone who
    asked in the same situation. `waited`: it is told to somebody who has waited for some time.
    """

    places: int  # free places for this state and setting
    mentors: int  # mentors for this state and setting, free or not
    ahead: int  # requests before this one in the same line
    near: int  # free places for this setting in neighboring states or at most an hour away, after those before in line
    answer_days: int = 3  # working days a mentor has to answer
    at_once: int = 1  # mentors who are asked at the same time
    widest: bool = False  # nobody is left who is not asked by now
    wait: Range | None = None
    similar: bool = False
    waited: bool = False

    @property
    def left(self) -> int:
        """Places here, after everyone ahead in line."""
        return max(0, self.places - self.ahead)

    @property
    def situation(self) -> Situation:
        if self.left:
            return Situation.HERE
        return Situation.NEAR if self.near else Situation.FAR


def outlook(request: MentoringRequest, seen: Outlook) -> tuple[Text, ...]:
    """An honest estimate: what is there and who is ahead, how long it takes here, and what else can be done."""
    said = (Text(_places(request, seen)), Text(line(_wait(seen))))
    return said if seen.left else (*said, Text(line(_meanwhile(request, seen))))


def _places(request: MentoringRequest, seen: Outlook) -> Line:
    state = STATES[request.state].name
    who = f"mentors in {state} who know your setting"
    if seen.left:
        return line(
            Bold(count(seen.left, "free place")),
            f" with {who}{_after(seen.ahead)}. I ask {_at_once(seen.at_once)} at a time; "
            f"each has {count(seen.answer_days, 'working day')} to answer.",
        )
    if seen.mentors:
        return line(
            Bold("All places are spoken for right now"),
            f" with {who}; {_people(seen.ahead)} waiting before you. I am looking further away, too: {_near(seen)}.",
        )
    then = "I ask there as soon as somebody can be asked." if seen.near else "I also keep asking here."
    return line(
        Bold(f"No mentor in {state} yet for your setting."), f" I am looking further away: {_near(seen)}. {then}"
    )


def _at_once(mentors: int) -> str:
    return "one mentor" if mentors == 1 else f"up to {mentors} mentors"


def _wait(seen: Outlook) -> str:
    if seen.wait is None:
        few = "too few people waited as long as you" if seen.waited else "too few people have asked through me so far"
        return f"How long it takes, I can't tell yet: {few}."
    like = " in a situation like yours" if seen.similar else ""
    people = f"people here{like}{' who had waited as long as you' if seen.waited else ''} found a mentor"
    more = " more" if seen.waited else ""
    if seen.wait.high is None:
        soon = f"after {_some(seen.wait.low, more)}" if seen.wait.low else "within a day"
        return f"Some {people} {soon}; for most it took longer, and how long I can't tell yet."
    return f"Most {people} {days(seen.wait.low, seen.wait.high, more)}."


def days(low: int, high: int, more: str = "") -> str:
    """within 1 day, after 3 to 12 more days"""
    if low == 0:
        return f"within {_some(high, more)}"
    return f"after {_some(high, more)}" if low == high else f"after {low} to {_some(high, more)}"


def _some(days: int, more: str) -> str:
    """1 day, 12 more days"""
    return f"{days}{more} {'day' if days == 1 else 'days'}"


def _meanwhile(request: MentoringRequest, seen: Outlook) -> str:
    """What can be done at once where places are short."""
    further = (
        "I already ask everyone who could help, near and far."
        if seen.widest
        else "You don't have to just wait: “Ask further away” has me ask more mentors now."
    )
    post = " A colleague may step forward under your post in the channel." if request.card else ""
    return f"{further}{post} Moderators see that you are waiting and can match you by hand."


def _people(number: int) -> str:
    return {0: "nobody is", 1: "one person is"}.get(number, f"{number} people are")


def _after(ahead: int) -> str:
    return f", after {count(ahead, 'person').replace('persons', 'people')} ahead of you" if ahead else ""


def _near(seen: Outlook) -> str:
    where = "in neighboring states or within one hour of your time zone"
    if not seen.near:
        return f"no place is left {where} yet"
    return f"{count(seen.near, 'free place')} {where}{', counted after everyone ahead of you' if seen.ahead else ''}"


def asked(request: MentoringRequest) -> Facts:
    topics = ", ".join(TOPICS[topic].label for topic in request.topics) or "A bit of everything"
    rows = [
        ("State", line(STATES[request.state].name)),
        ("Setting", line(SETTINGS[request.setting].label)),
        ("Topics", line(topics)),
        ("Free times", line(describe(request.free_times) if request.free_times else "Not given: I assume flexible")),
    ]
    return Facts(tuple(rows))


def receipt(request: MentoringRequest, seen: Outlook, zone: Proposed) -> Message:
    buttons = (
        *_further(request, seen),
        Button("Change it", encode(OpenFindMentor())),
        Button("Add details", encode(OpenRequestDetails(request.id))),
        Button("Not with …", encode(OpenNotWith(request.id))),
        *change_button(zone),
    )
    return Message(
        "Your request is in. Here is what happens next.",
        (
            Heading("Your request is in"),
            asked(request),
            *outlook(request, seen),
            *zone_parts(zone),
            Text(
                line(
                    "You will hear from me when a mentor says yes, and on day 3 and day 7 if nobody has yet. "
                    "You can change or withdraw this any time with /my-mentoring."
                )
            ),
            Actions(buttons),
        ),
    )


def _further(request: MentoringRequest, seen: Outlook) -> tuple[Button, ...]:
    return () if seen.left or seen.widest else (Button("Ask further away", encode(WidenRequest(request.id))),)


def changed(request: MentoringRequest, seen: Outlook, zone: Proposed) -> Message:
    return Message(
        "Your request is changed.",
        (
            Heading("Your request is changed"),
            asked(request),
            *outlook(request, seen),
            *(() if zone.sure else zone_parts(zone)),
            Actions(
                (
                    Button("My mentoring", encode(MyMentoring())),
                    *_further(request, seen),
                    *(() if zone.sure else change_button(zone)),
                )
            ),
        ),
    )


# Details, asked later


def details_form(request: MentoringRequest) -> Form:
    yes_no = (Option("yes", "Yes"), Option("no", "No"))
    rhythms = (
        Option("weekly", "Every week"),
        Option("every-two-weeks", "Every two weeks"),
        Option("monthly", "Once a month"),
    )
    sole = {True: "yes", False: "no", None: ""}[request.sole_ot]
    fields = (
        ChoiceField("sole_ot", "Are you the only OT in your district?", options=yes_no, value=sole),
        ChoiceField("rhythm", "How often would you like to meet?", options=rhythms, value=request.rhythm),
        TextField("district", "District", value=request.district, limit=MOST_NAME),
        TextField("agency", "Contract agency", value=request.agency, limit=MOST_NAME),
        TextField("programme", "OT program you went to", value=request.programme, limit=MOST_NAME),
    )
    intro = (line("All optional. They help to find somebody closer to your work; the channel never sees them."),)
    pages = (Page(fields), Page((ways_field(request.ways),)))
    return Form(encode(RequestDetails(request.id)), "More about you", pages, "Save", intro=intro)


DETAILS_SAVED = Message(
    "Saved. I use this from now on to find somebody closer to your work.",
    (Text(line("Saved. I use this from now on to find somebody closer to your work.")),),
)


def not_with_form(request: MentoringRequest, people: Sequence[Option]) -> Form:
    employers = (Option("district", "My district"), Option("agency", "My agency"))
    chosen = tuple(
        name for name, kept in (("district", request.not_my_district), ("agency", request.not_my_agency)) if kept
    )
    fields = (
        MemberField("member", "A person", "For example, your supervisor.", options=tuple(people)),
        ChoicesField(
            "employers",
            "Or everybody from",
            "Works with the district and agency under “Add details”.",
            options=employers,
            values=chosen,
            most=2,
        ),
    )
    intro = (line("Nobody is told. I will not match you with these people."),)
    return Form(encode(NotWith(request.id)), "Not with these people", (Page(fields),), "Save", intro=intro)


def not_with_saved(request: MentoringRequest) -> Message:
    """Says so where a district or agency was ruled out whose name is not known."""
    ruled_out = (
        ("district", request.not_my_district, request.district),
        ("agency", request.not_my_agency, request.agency),
    )
    unnamed = " and ".join(what for what, chosen, name in ruled_out if chosen and not name.strip())
    saved = Text(line("Noted. I will not match you with them, and nobody is told."))
    if not unnamed:
        return Message("Noted. Nobody is told.", (saved,))
    missing = f"I don't know the name of your {unnamed} yet, so please add it; mentors don't see it."
    button = Button("Add details", encode(OpenRequestDetails(request.id)), ButtonStyle.PRIMARY)
    return Message(f"Noted. {missing}", (saved, Text(line(missing)), Actions((button,))))

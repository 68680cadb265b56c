"""Asking for a mentor: the forms, the receipt, the post in the channel, and what is said while somebody waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.commands import (
    ChooseZone,
    Command,
    EditRequest,
    MyMentoring,
    NotWith,
    OpenFindMentor,
    OpenNotWith,
    OpenOfferMentoring,
    OpenPauseRequest,
    OpenRequestDetails,
    OpenZone,
    PauseRequest,
    RequestDetails,
    ResumeRequest,
    StepForward,
    StillLooking,
    WidenRequest,
    WithdrawRequest,
    encode,
)
from bot.domain.availability import describe
from bot.domain.request import MentoringRequest
from bot.domain.schedule import zone_label
from bot.reference.settings import PRACTICE_SETTINGS, SCHOOL, SETTINGS
from bot.reference.states import STATES, zones_of
from bot.reference.topics import TOPICS
from bot.views import (
    Actions,
    Bold,
    Button,
    ButtonStyle,
    ChoiceField,
    ChoicesField,
    DateField,
    Facts,
    Form,
    Heading,
    Line,
    Listing,
    MemberField,
    Message,
    Option,
    Page,
    SearchField,
    Text,
    TextField,
    line,
)

MOST_TOPICS = 3
MOST_NOTE = 500
MOST_NAME = 100
FREE_TIMES_HINT = "For example: weekdays after 4, or Tue 3:30-5, or flexible. In your own local time."
FREE_TIMES_EXAMPLES = (
    "weekdays after 4pm",
    "weekday evenings",
    "Mon/Wed after 4pm",
    "Tue 3:30-5",
    "lunch (12-1) any day",
    "weekdays before 8am",
    "Sat mornings",
    "flexible",
)
CONSENT = (
    line("The channel sees your state, setting and topics, without your name."),
    line("Mentors I ask also see your name, free times and note; nobody else does."),
    line("Moderators see that you are waiting, not what you wrote."),
    line("Whoever runs this bot could technically read its records. Leave out anything about a student."),
)

REQUEST_TAKEN = "You already have an open request, so I kept that one. Type /my-mentoring to change it."
NOT_YOURS = "This request belongs to somebody else."
NOT_OPEN = "This request is no longer open. Type /my-mentoring to see where things stand."
NOT_OPEN_ANY_MORE = "This colleague has found a mentor or changed plans. Thank you for looking."
CHOOSE_SETTING = "Please choose the setting you work in from the list."
CHOOSE_TOPICS = f"Please choose up to {MOST_TOPICS} topics from the list."
UNKNOWN_ZONE = "Please choose a time zone from the list."
UNKNOWN_MEMBER = "Please choose a person from the list."


def setting_options() -> tuple[Option, ...]:
    group = {True: "Kinds of school", False: "Fields of practice"}
    return tuple(Option(s.slug, s.label, group[s.group == SCHOOL], s.description) for s in PRACTICE_SETTINGS)


def topic_options() -> tuple[Option, ...]:
    return tuple(Option(topic.slug, topic.label, description=topic.description) for topic in TOPICS.values())


def _text(values: Mapping[str, str | tuple[str, ...]], name: str) -> str:
    value = values.get(name, "")
    return value if isinstance(value, str) else ", ".join(value)


def _texts(values: Mapping[str, str | tuple[str, ...]], name: str) -> tuple[str, ...]:
    value = values.get(name, ())
    return value if isinstance(value, tuple) else (value,) if value else ()


def request_form(action: Command, values: Mapping[str, str | tuple[str, ...]]) -> Form:
    """One page of five fields; two of them required."""
    editing = isinstance(action, EditRequest)
    fields = (
        TextField(
            "state",
            "State you work in",
            "Name or abbreviation, for example Ohio or OH",
            required=True,
            value=_text(values, "state"),
            limit=60,
            suggestions=tuple(state.name for state in STATES.values()),
        ),
        SearchField(
            "setting", "Setting", required=True, options=setting_options(), values=_texts(values, "setting"), most=1
        ),
        ChoicesField(
            "topics",
            "What would you like help with?",
            f"Up to {MOST_TOPICS}. Leave empty for a bit of everything.",
            options=topic_options(),
            values=_texts(values, "topics"),
            most=MOST_TOPICS,
        ),
        TextField(
            "free_times",
            "When are you usually free?",
            FREE_TIMES_HINT,
            value=_text(values, "free_times"),
            limit=200,
            suggestions=FREE_TIMES_EXAMPLES,
        ),
        TextField(
            "note",
            "Anything a mentor should know?",
            "No names or details of students, please.",
            value=_text(values, "note"),
            limit=MOST_NOTE,
            long=True,
        ),
    )
    title = "Change my request" if editing else "Find a mentor"
    submit = "Save" if editing else "Find a mentor"
    return Form(encode(action), title, (Page(fields),), submit, foot=CONSENT)


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
    """What is known of the wait: counts of people at this moment."""

    places: int  # free places for this state and setting
    mentors: int  # mentors for this state and setting, free or not
    ahead: int  # requests before this one in the same line
    near: int  # free places for this setting at most an hour away


def outlook(request: MentoringRequest, seen: Outlook) -> Line:
    """An honest estimate: what is there, who is ahead, and what that means."""
    where = f"{STATES[request.state].name}, {SETTINGS[request.setting].label}"
    left = seen.places - seen.ahead
    if left > 0:
        return line(
            Bold(f"{_count(left, 'place')} free"),
            f" with mentors for {where}{_after(seen.ahead)}. I ask one mentor at a time; each has three working days. "
            "Most people hear within a week.",
        )
    if seen.mentors:
        return line(
            Bold("All places are taken right now"),
            f" for {where}; {_people(seen.ahead)} waiting before you. "
            f"I look further away too: {_near(seen.near)}. This can take a few weeks.",
        )
    return line(
        Bold(f"No mentor in {STATES[request.state].name} for this setting yet."),
        f" I look further away: {_near(seen.near)}. "
        + ("I am asking there now." if seen.near else "I also keep asking here; this can take a few weeks."),
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _people(number: int) -> str:
    return {0: "nobody is", 1: "one person is"}.get(number, f"{number} people are")


def _after(ahead: int) -> str:
    return f", after {_count(ahead, 'person').replace('persons', 'people')} ahead of you" if ahead else ""


def _near(near: int) -> str:
    if not near:
        return "nobody within an hour of your time zone has a free place yet"
    return f"{_count(near, 'free place')} within one hour of your time zone"


def asked(request: MentoringRequest) -> Facts:
    topics = ", ".join(TOPICS[topic].label for topic in request.topics) or "A bit of everything"
    rows = [
        ("State", line(STATES[request.state].name)),
        ("Setting", line(SETTINGS[request.setting].label)),
        ("Topics", line(topics)),
        ("Free times", line(describe(request.free_times) if request.free_times else "Not given: I assume flexible")),
    ]
    return Facts(tuple(rows))


def receipt(request: MentoringRequest, seen: Outlook, zone: str, *, confirmed: bool) -> Message:
    buttons = (
        Button("Change it", encode(OpenFindMentor())),
        Button("Add details", encode(OpenRequestDetails(request.id))),
        Button("Not with …", encode(OpenNotWith(request.id))),
        Button("Change time zone", encode(OpenZone())),
    )
    return Message(
        "Your request is in. Here is what happens next.",
        (
            Heading("Your request is in"),
            asked(request),
            Text(outlook(request, seen)),
            Text(zone_line(request, zone, confirmed=confirmed)),
            Text(
                line(
                    "You will hear from me when a mentor says yes, and on day 3 and day 7 if nobody has yet. "
                    "You can change or withdraw this any time with /my-mentoring."
                )
            ),
            Actions(buttons),
        ),
    )


def zone_line(request: MentoringRequest, zone: str, *, confirmed: bool) -> Line:
    label = f"{zone_label(zone)} time"
    if confirmed:
        return line(f"Your times are in {label}.")
    state = STATES[request.state]
    if len(state.zones) == 1:
        return line(f"I take your times as {label}, the zone of {state.name}.")
    return line(
        f"{state.name} has more than one time zone. I take your times as ",
        Bold(label),
        "; please change it below if that is not yours.",
    )


def changed(request: MentoringRequest, seen: Outlook) -> Message:
    return Message(
        "Your request is changed.",
        (
            Heading("Your request is changed"),
            asked(request),
            Text(outlook(request, seen)),
            Actions((Button("My mentoring", encode(MyMentoring())),)),
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
        TextField("programme", "OT programme you went to", value=request.programme, limit=MOST_NAME),
    )
    intro = (line("All optional. They help to find somebody closer to your work; the channel never sees them."),)
    return Form(encode(RequestDetails(request.id)), "More about you", (Page(fields),), "Save", intro=intro)


DETAILS_SAVED = Message(
    "Saved. I use this from now on to find somebody closer to your work.",
    (Text(line("Saved. I use this from now on to find somebody closer to your work.")),),
)


def not_with_form(request: MentoringRequest, people: Sequence[Option]) -> Form:
    employers = (Option("district", "Nobody from my district"), Option("agency", "Nobody from my agency"))
    chosen = tuple(
        name for name, kept in (("district", request.not_my_district), ("agency", request.not_my_agency)) if kept
    )
    fields = (
        MemberField("member", "A person", "Your supervisor, for example.", options=tuple(people)),
        ChoicesField(
            "employers",
            "Or everyone from",
            "Works with the district and agency under “Add details”.",
            options=employers,
            values=chosen,
            most=2,
        ),
    )
    intro = (line("Nobody is told. I will not match you with these people."),)
    return Form(encode(NotWith(request.id)), "Not with …", (Page(fields),), "Save", intro=intro)


NOT_WITH_SAVED = Message(
    "Noted. Nobody is told.", (Text(line("Noted. I will not match you with them, and nobody is told.")),)
)

# While waiting

REACH_WORDS = (
    "mentors in your state who know your setting",
    "mentors in neighboring states or within an hour of your time zone",
    "mentors in any state who are free when you are",
    "mentors from related settings",
    "allied professions as well, for questions of process",
)


def widened(request: MentoringRequest) -> Message:
    words = f"I now also ask {REACH_WORDS[request.reach]}."
    return Message(words, (Text(line(words)),))


WIDEST_ALREADY = "I already ask everyone who could help, also far away and from allied professions."


def waiting_actions(request: MentoringRequest) -> Actions:
    return Actions(
        (
            Button("Ask further away", encode(WidenRequest(request.id)), ButtonStyle.PRIMARY),
            Button("Change my request", encode(OpenFindMentor())),
            Button("Pause", encode(OpenPauseRequest(request.id))),
            Button("Withdraw", encode(WithdrawRequest(request.id))),
        )
    )


def still_waiting(request: MentoringRequest, seen: Outlook, days: int, asked_so_far: int) -> Message:
    tried = (
        "I have not found a mentor to ask yet."
        if not asked_so_far
        else f"So far I have asked {_count(asked_so_far, 'mentor')}."
    )
    return Message(
        f"Day {days} of your request: still looking for you.",
        (
            Heading("Still looking for you"),
            Text(line(f"Your request is {days} days old. {tried} At the moment I ask {REACH_WORDS[request.reach]}.")),
            Text(outlook(request, seen)),
            waiting_actions(request),
        ),
    )


def still_looking(request: MentoringRequest, days: int) -> Message:
    return Message(
        "Are you still looking for a mentor?",
        (
            Heading("Are you still looking?"),
            Text(
                line(
                    f"You asked {days} days ago and I have no mentor for you yet. I am sorry about the wait. "
                    "If you are still looking, one tap keeps your place in line. Without an answer I pause the "
                    "request in two weeks; you can bring it back any time."
                )
            ),
            Actions(
                (
                    Button("Yes, keep looking", encode(StillLooking(request.id)), ButtonStyle.PRIMARY),
                    Button("Ask further away", encode(WidenRequest(request.id))),
                    Button("Withdraw", encode(WithdrawRequest(request.id))),
                )
            ),
        ),
    )


KEPT_LOOKING = Message(
    "Thank you. I keep looking.", (Text(line("Thank you. I keep looking, and you keep your place.")),)
)


def paused_for_silence(request: MentoringRequest) -> Message:
    return Message(
        "I paused your request. One tap brings it back.",
        (
            Text(line("I did not hear from you, so I paused your request. Your place in line is kept.")),
            Actions((Button("I am still looking", encode(ResumeRequest(request.id)), ButtonStyle.PRIMARY),)),
        ),
    )


def pause_form(action: Command, title: str, today: str) -> Form:
    until = DateField("until", "Pause until", f"A date after {today}", required=True)
    return Form(encode(action), title, (Page((until,)),), "Pause")


def pause_request_form(request: MentoringRequest, today: str) -> Form:
    return pause_form(PauseRequest(request.id), "Pause my request", today)


def paused(request: MentoringRequest, until: str) -> Message:
    return Message(
        "Your request is paused.",
        (
            Text(line(f"Your request is paused until {until}. Then it returns to its place in line by itself.")),
            Actions((Button("Resume now", encode(ResumeRequest(request.id))),)),
        ),
    )


RESUMED = Message("Your request is open again.", (Text(line("Your request is open again, in its old place in line.")),))
RETURNED = Message(
    "Your pause is over: I am looking for a mentor again.",
    (
        Text(line("Your pause is over, and I am looking for a mentor again. Nothing to do for you.")),
        Actions((Button("My mentoring", encode(MyMentoring())),)),
    ),
)
WITHDRAWN = Message(
    "Your request is withdrawn.",
    (
        Text(line("Your request is withdrawn. You can ask again any time.")),
        Actions((Button("Find a mentor", encode(OpenFindMentor())),)),
    ),
)


# The channel


def post(request: MentoringRequest) -> Message:
    """State, setting and topics; never a name, free text, the district, or that somebody is the only OT there."""
    topics = [line(TOPICS[topic].label) for topic in request.topics]
    return Message(
        f"A colleague in {STATES[request.state].name} is looking for a mentor.",
        (
            Text(
                line(
                    "A colleague in ",
                    Bold(STATES[request.state].name),
                    " is looking for a mentor. Setting: ",
                    Bold(SETTINGS[request.setting].label),
                    ".",
                )
            ),
            *([Listing(tuple(topics))] if topics else []),
            Actions((Button("I can help with this", encode(StepForward(request.id))),)),
        ),
    )


def settled_post(request: MentoringRequest, *, matched: bool) -> Message:
    state = STATES[request.state].name
    words = f"A colleague in {state} found a mentor." if matched else f"A request from {state} is closed for now."
    return Message(words, (Text(line(words)),))


def round_up(open_requests: Sequence[MentoringRequest], closed: int) -> Message:
    """At most five buttons a row; who is matched leaves the list."""
    if not open_requests:
        words = "Everyone on this list has been helped or has closed their request."
        return Message(words, (Text(line(words)),))
    items = tuple(line(f"{n}. ", *_short(request)) for n, request in enumerate(open_requests, 1))
    buttons = [Button(f"Help no. {n}", encode(StepForward(r.id))) for n, r in enumerate(open_requests, 1)]
    rows = [Actions(tuple(buttons[at : at + 5])) for at in range(0, len(buttons), 5)]
    done = (Text(line(f"{closed} on this list no longer need help.")),) if closed else ()
    return Message(
        f"{_count(len(open_requests), 'colleague')} looking for a mentor.",
        (Heading("Looking for a mentor today"), Listing(items), *done, *rows),
    )


def _short(request: MentoringRequest) -> Line:
    topics = ", ".join(TOPICS[topic].label for topic in request.topics)
    where = f"{STATES[request.state].name}, {SETTINGS[request.setting].label}"
    return line(where + (f": {topics}" if topics else ""))


MOST_IN_ROUND_UP = 10


def welcome_actions() -> Actions:
    return Actions(
        (
            Button("Find a mentor", encode(OpenFindMentor()), ButtonStyle.PRIMARY),
            Button("I can help", encode(OpenOfferMentoring()), ButtonStyle.PRIMARY),
        )
    )


# Time zone


def zone_form(states: Sequence[str], zone: str | None) -> Form:
    near = zones_of(states)
    every = zones_of(STATES)
    options = [Option(z, _zone_option(z), "Your state") for z in near]
    options += [Option(z, _zone_option(z), "Elsewhere") for z in every if z not in near]
    field = SearchField(
        "zone", "Your time zone", required=True, options=tuple(options), values=(zone,) if zone else (), most=1
    )
    return Form(encode(ChooseZone()), "My time zone", (Page((field,)),), "Save")


def _zone_option(zone: str) -> str:
    city = zone.split("/")[-1].replace("_", " ")
    return f"{zone_label(zone)} ({city})"


def zone_saved(zone: str) -> Message:
    words = f"Your times are now in {_zone_option(zone)}."
    return Message(words, (Text(line(words)),))

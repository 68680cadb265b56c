"""What the rehearsal bot shows: every kind of part and field."""

from datetime import UTC, date, datetime, time, timedelta

from bot.commands import (
    AcceptProposal,
    FindMentor,
    MatchByHand,
    MatchDetails,
    OpenFindMentor,
    OpenMatchByHand,
    OpenSchedule,
    ProposeSchedule,
    encode,
)
from bot.documents import CalendarSeries, Chart
from bot.ids import MemberId
from bot.ports.platforms import Envelope
from bot.views import (
    Actions,
    Bold,
    Button,
    ButtonStyle,
    ChoiceField,
    ChoicesField,
    DateField,
    Facts,
    File,
    Form,
    Heading,
    Image,
    Link,
    Listing,
    MemberField,
    Mention,
    Message,
    Moment,
    MomentStyle,
    NumberField,
    Option,
    Page,
    Plain,
    Rejected,
    SearchField,
    Text,
    TextField,
    TimeField,
    View,
    line,
)

START = datetime(2026, 10, 6, 19, 30, tzinfo=UTC)
MOST_NOTE = 200
SETTINGS = tuple(
    Option(name.casefold().replace(" ", "-"), name, group)
    for group, names in (
        ("Schools", ("Preschool", "Elementary school", "Middle school", "High school", "Transition 18-22")),
        ("Elsewhere", ("Early intervention", "Home health", "Hospital", "Outpatient clinic", "Telehealth", "Academia")),
    )
    for name in names
)
TOPICS = tuple(
    Option(name.casefold().replace(" ", "-"), name, group)
    for group, names in (
        ("Daily work", ("Writing goals", "Scheduling", "Caseload", "Meetings", "Handwriting", "Data collection")),
        ("People", ("Working with teachers", "Families", "Supervising an OTA", "Advocating", "First year survival")),
    )
    for name in names
)
TIMES = tuple(Option(f"t{n}", name) for n, name in enumerate(("Before school", "Lunch", "After school", "Evenings")))


def find_mentor_form(state: str = "", setting: str = "") -> Form:
    first = TextField("state", "State you work in", "For example Ohio or OH", True, state, 40, False, ("Ohio", "Texas"))
    return Form(
        encode(FindMentor()),
        "Find a mentor",
        (
            Page(
                (
                    first,
                    SearchField("setting", "Setting", "Where you work", True, SETTINGS, (setting,) if setting else ()),
                    SearchField("topics", "Topics", "What you would like to talk about", False, TOPICS, (), 3),
                    ChoicesField("free_times", "Usual free times", "", False, TIMES, (), 2),
                    TextField("note", "Note", "Please leave out names of students", False, "", MOST_NOTE, True),
                )
            ),
        ),
        "Send",
        (line("One short page. You can change everything later."),),
        (line("By sending you agree that ", Bold("possible mentors"), " see your state, setting and topics."),),
    )


def find_mentor(command: FindMentor) -> View:
    problems = {}
    if not command.state.strip():
        problems["state"] = "Please tell us your state."
    if not command.setting:
        problems["setting"] = "Please choose a setting."
    if len(command.note) > MOST_NOTE:
        problems["note"] = f"The note has {len(command.note)} characters; at most {MOST_NOTE} fit."
    if problems:
        return Rejected("Please look at these fields again.", problems)
    rows = (("State", line(command.state)), ("Topics", line(", ".join(command.topics) or "none")))
    parts = (Heading("Your request is in line"), Facts(rows), Text(line("You wrote: ", command.note or "nothing")))
    return Message("Your request is in line", parts)


def schedule_form(match: str) -> Form:
    ways = tuple(
        Option(w.casefold(), w, "", about) for w, about in (("Video", "Any tool"), ("Phone", ""), ("Meet", ""))
    )
    rhythms = tuple(Option(w, w) for w in ("Weekly", "Every two weeks", "Monthly", "Twice a month", "Daily", "Never"))
    return Form(
        encode(ProposeSchedule(match)),
        "Propose a schedule",
        (
            Page(
                (
                    DateField("first_date", "First meeting", "", True, date(2026, 10, 13), date(2026, 10, 6)),
                    TimeField("time", "Time", "", True, time(15, 30)),
                    ChoiceField("rhythm", "Rhythm", "", True, rhythms, "Weekly"),
                    NumberField("minutes", "Minutes", "", True, 45, 15, 120),
                )
            ),
            Page((ChoiceField("way", "Way of meeting", "", False, ways, "video"),)),
        ),
        "Propose",
    )


def propose_schedule(command: ProposeSchedule) -> View:
    if not command.minutes.isdecimal():
        return Rejected("Please look at this field again.", {"minutes": "Please write the minutes as a number."})
    terms = (
        f"{command.first_date} {command.time}, {command.rhythm}, {command.minutes} minutes, {command.way or 'any way'}"
    )
    return Message("Schedule proposed", (Text(line("Proposed: ", terms)),))


def hand_form() -> Form:
    return Form(
        encode(MatchByHand("r1")), "Match by hand", (Page((MemberField("mentor", "Mentor", "", True),)),), "Match"
    )


def chart_card() -> Message:
    chart = Chart("Open requests", ("Sep", "Oct"), (("Requests", (4.0, 7.0)), ("Offers", (3.0, 5.5))), unit="people")
    return Message("Numbers", (Heading("Numbers"), Image(chart, "Requests rose from 4 to 7, offers from 3 to 5.5.")))


def calendar_card() -> Message:
    series = CalendarSeries(
        "u1",
        0,
        "Mentoring",
        "Weekly",
        "Video",
        "America/New_York",
        (datetime.fromisoformat("2026-10-13T15:30"),),
        45,
        START,
    )
    return Message("Your mentoring", (Text(line("Every week")), File("mentoring.ics", "Add to your calendar", series)))


def every_part(envelope: Envelope) -> Message:
    return Message(
        "What the bot does",
        (
            Heading("What the bot does"),
            Text(
                line(
                    "Hello ",
                    Mention(MemberId(f"m-{envelope.actor.user}"), envelope.name),
                    ", ",
                    Bold("welcome"),
                    ". Next: ",
                    Moment(START + timedelta(days=1)),
                    " or ",
                    Moment(START, MomentStyle.TIME),
                    ". ",
                    Link("Read more", "https://example.org/?a=1&b=2"),
                )
            ),
            Facts((("State", line("Ohio")), ("Setting", line("Elementary school")))),
            Listing((line("Ask"), line("Meet"), line("Stay in touch"))),
            Listing((line("First"), line("Second")), numbered=True),
            card_buttons(),
        ),
    )


def card_buttons() -> Actions:
    return Actions(
        (
            Button("Find a mentor", encode(OpenFindMentor()), ButtonStyle.PRIMARY),
            Button("Propose a schedule", encode(OpenSchedule("m1"))),
            Button("Accept", encode(AcceptProposal("p1"))),
            Button("Details", encode(MatchDetails("m1"))),
            Button("Match by hand", encode(OpenMatchByHand()), ButtonStyle.DANGER),
        )
    )


def card(words: str = "Maya in Ohio is looking for a mentor") -> Message:
    return Message(words[:100], (Heading("A new request"), Text(line(Plain(words))), card_buttons()))

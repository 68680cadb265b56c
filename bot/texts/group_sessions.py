"""Group sessions: meetings for everybody of the community, and the list of events in which a platform shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.commands import (
    CallOffGroupSession,
    GroupSessions,
    ListGroupSession,
    MentorAdmin,
    OpenGroupSession,
    PlanGroupSession,
    encode,
)
from bot.documents import CalendarSeries
from bot.domain.schedule import wall, zone_label
from bot.reference.states import STATES, zones_of
from bot.texts.choices import cut, zone_option
from bot.views import (
    Actions,
    Button,
    ButtonStyle,
    ChoiceField,
    DateField,
    Facts,
    Field,
    File,
    Form,
    GroupSession,
    Heading,
    Line,
    Link,
    Listing,
    Message,
    Moment,
    MomentStyle,
    Option,
    Page,
    Part,
    Text,
    TextField,
    TimeField,
    line,
)

MOST_TITLE, MOST_PLACE = 80, 100  # characters; of a place as many as Discord's events take
MINUTES = (30, 45, 60, 90, 120)
MOST_COMING = 10
A_ROW = 5

EVENT_DESCRIPTION = "A group session of the mentoring program. There is more about it in the mentoring channel."
NEEDS_TITLE = "Please say what the session is about."
NEEDS_PLACE = "Please say where it is: a room, an address, or a link to a call."
CHOOSE_MINUTES = "Please choose a length from the list."
NO_CHANNEL = "There is no mentoring channel yet to post it in. Please choose one with /mentor-setup first."
TOO_MANY = f"{MOST_COMING} group sessions are planned already. Please wait until one is over, or call one off."
PLANNED_ALREADY = "A group session with this title is planned for this time already."
OVER = "This group session has begun or is over, so nothing was changed."
CALLED_OFF_ALREADY = "This group session was called off already."
UNKNOWN = "This group session is not known any more."


@dataclass(frozen=True)
class Coming:
    """`unlisted` is a code of `bot.errors.Unlisted`, empty where nothing stands in the way of the list of events."""

    session: GroupSession
    unlisted: str = ""


def form(zone: str | None, today: date, *, ask_zone: bool) -> Form:
    """`zone` (IANA) is how the time is read; where it is not sure, a second page asks for it."""
    label = f"Your local time ({zone_label(zone)})" if zone and not ask_zone else "Your local time"
    fields: tuple[Field, ...] = (
        TextField("title", "What is it about?", "For example: Writing goals together", required=True, limit=MOST_TITLE),
        DateField("date", "Day", required=True, earliest=today),
        TimeField("time", label[:45], "For example 3:30 pm", required=True),
        ChoiceField(
            "minutes",
            "Length",
            required=True,
            options=tuple(Option(str(m), f"{m} minutes") for m in MINUTES),
            value="60",
        ),
        TextField("place", "Place or link", "A room, an address, or a link to a call", required=True, limit=MOST_PLACE),
    )
    pages = (Page(fields), *((Page((_zone_field(zone),)),) if ask_zone else ()))
    foot = (line("Everybody in the mentoring channel sees all of this. No student information, please."),)
    notice = "Everybody in the channel sees all of this. No student information, please."
    return Form(encode(PlanGroupSession()), "Plan a group session", pages, "Plan it", foot=foot, notice=notice)


def _zone_field(zone: str | None) -> Field:
    """One for each way to say it: what somebody's clock shows, not where they live."""
    zones: dict[str, str] = {}
    for each in (*([zone] if zone else []), *zones_of(STATES)):
        zones.setdefault(zone_label(each), each)
    options = tuple(Option(each, zone_option(each)) for each in zones.values())
    return ChoiceField("zone", "Your time zone", required=True, options=options, value=zone or "")


# The post


def post(session: GroupSession, zone: str, now: datetime) -> Message:
    """In the mentoring channel; `zone` is the planner's, in which the calendar file keeps the time."""
    title = f"Group session: {session.title}"
    return Message(
        title,
        (
            Heading(title),
            facts(session),
            Text(line("Everybody here is welcome. Times are in your own time zone.")),
            File("group-session.ics", "Add it to your calendar", _calendar(session, zone, now)),
        ),
        session,
    )


def called_off_post(session: GroupSession) -> Message:
    title = f"Called off: {session.title}"
    when = line("This group session was planned for ", Moment(session.starts_at), ". It will not take place.")
    return Message(title, (Heading(title), Text(when)), session)


def facts(session: GroupSession) -> Facts:
    place: Line = line(session.place)
    if session.place.startswith(("https://", "http://")) and " " not in session.place:
        place = (Link(session.place, session.place),)
    return Facts(
        (
            ("When", (Moment(session.starts_at, MomentStyle.FULL),)),
            ("Length", line(f"{session.minutes} minutes")),
            ("Where", place),
        )
    )


def _calendar(session: GroupSession, zone: str, now: datetime) -> CalendarSeries:
    return CalendarSeries(
        uid=f"group-{session.id}@mentorbot",
        sequence=0,
        title=session.title,
        description="A group session of the mentoring program.",
        location=session.place,
        zone=zone,
        starts=(wall(session.starts_at, zone),),
        minutes=session.minutes,
        stamped=now,
    )


# For moderators


def planned(session: GroupSession) -> Message:
    title = f"Planned: {session.title}"
    return Message(
        title,
        (
            Heading(title),
            facts(session),
            Text(line("I am posting it in the mentoring channel with a calendar file.")),
            Actions((_call_off(session, "Call it off"), _list())),
        ),
    )


def called_off(session: GroupSession) -> Message:
    words = f"“{session.title}” is called off. The post in the mentoring channel says so."
    return Message(words, (Text(line(words)), Actions((_list(),))))


def trying_again(session: GroupSession) -> Message:
    words = f"I am trying again to bring “{session.title}” up to date in the events. If it fails, I will tell you."
    return Message(words, (Text(line(words)), Actions((_list(),))))


def listed(coming: Sequence[Coming]) -> Message:
    plan = Button("Plan a group session", encode(OpenGroupSession()), ButtonStyle.PRIMARY)
    admin = Button("Administration", encode(MentorAdmin()))
    return Message(
        "Group sessions.",
        (Heading("Group sessions"), *_numbered(coming), Actions((plan, admin))),
    )


def _numbered(coming: Sequence[Coming]) -> tuple[Part, ...]:
    if not coming:
        return (Text(line("None is planned. When you plan one, everybody in the mentoring channel sees it.")),)
    rows = tuple(line(f"{cut(c.session.title, 60)}: ", Moment(c.session.starts_at), *_note(c)) for c in coming)
    off = [_call_off(c.session, f"Call off no. {n}") for n, c in enumerate(coming, 1)]
    again = [_again(c.session, f"List no. {n}") for n, c in enumerate(coming, 1) if c.unlisted]
    return (Listing(rows, numbered=True), *_rows(off), *_rows(again))


def _note(coming: Coming) -> tuple[str, ...]:
    return (" (not among the server's events)",) if coming.unlisted else ()


def _rows(buttons: Sequence[Button]) -> tuple[Actions, ...]:
    return tuple(Actions(tuple(buttons[at : at + A_ROW])) for at in range(0, len(buttons), A_ROW))


def _call_off(session: GroupSession, label: str) -> Button:
    return Button(label, encode(CallOffGroupSession(session.id)), ButtonStyle.DANGER)


def _again(session: GroupSession, label: str) -> Button:
    return Button(label, encode(ListGroupSession(session.id)))


def _list() -> Button:
    return Button("Group sessions", encode(GroupSessions()))


# The platform's own list of events


def unlisted(session: GroupSession, space: str, why: str) -> Message:
    """To whoever planned it or called it off; `why` is a code of `bot.errors.Unlisted`."""
    events = f"the events of {space}" if space else "the server's events"
    done = (
        f"“{session.title}” is called off, and the post says so, but I could not take it off {events}"
        if session.called_off
        else f"“{session.title}” is in the mentoring channel, but I could not add it to {events}"
    )
    words = f"{done}: {_reason(why)}"
    return Message(
        f"“{session.title}” and the events of the server.",
        (Text(line(words)), Actions((_again(session, "Try again"), _list()))),
    )


def _reason(why: str) -> str:
    if why == "not-allowed":
        return (
            "I am missing a permission. If you want it there: Server Settings, Roles, my role, Permissions, switch on "
            "“Create Events”, save, and press “Try again”."
        )
    if why == "too-many":
        return "there are as many events as a server may have. Please remove one that is not needed."
    return "the server did not take it. You can do it by hand under Events."

"""Offering to mentor: the forms and what is said to a mentor about the offer."""

from collections.abc import Mapping
from dataclasses import replace

from bot.commands import (
    MyMentoring,
    OfferDetails,
    OfferMentoring,
    OpenOfferDetails,
    OpenOfferMentoring,
    OpenPauseOffer,
    PauseOffer,
    ResumeOffer,
    encode,
)
from bot.domain.availability import describe
from bot.domain.offer import MentoringOffer
from bot.domain.status import OfferStatus
from bot.ids import OfferId
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import SETTINGS
from bot.reference.states import STATES
from bot.texts.choices import (
    MOST_NAME,
    free_times_field,
    pause_form,
    setting_options,
    text_of,
    texts_of,
    topic_options,
    ways_field,
)
from bot.texts.zones import Proposed, change_button, zone_parts
from bot.views import (
    Actions,
    Button,
    ChoiceField,
    ChoicesField,
    Facts,
    Form,
    Heading,
    Message,
    NumberField,
    Option,
    Page,
    SearchField,
    Text,
    TextField,
    line,
)

MOST_SETTINGS = 5
MOST_YEARS = 60
CONSENT = (
    line("Colleagues I match you with see your name, profession, years, states, settings and free times."),
    line("Nobody else does; the channel sees nothing."),
    line("Moderators see how many places you have left and whether you answer."),
    line("Whoever runs this bot could technically read its records. Leave out anything about a student."),
)
NOTICE = "Only colleagues I match you with see this; the channel sees nothing. No student details, please."

NOT_YOURS = "This offer belongs to somebody else."
NOT_LIVE = "This offer is no longer open. Type /offer-mentoring to make a new one."
CHOOSE_PROFESSION = "Please choose your profession from the list."
CHOOSE_SETTINGS = f"Please choose one to {MOST_SETTINGS} settings from the list."
CHOOSE_TOPICS = "Please choose topics from the list."
STUDENTS_LATER = (
    "Thank you for wanting to help. While you are a student you can ask for a mentor; "
    "you are welcome to mentor once you practice."
)
WAIT_FOR_APPROVAL = "A moderator has set this offer aside or has not approved it yet. Please ask a moderator."


def offer_form(action: OfferMentoring, values: Mapping[str, str | tuple[str, ...]], *, editing: bool = False) -> Form:
    """One page of five fields; capacity is one until the mentor says more."""
    professions = tuple(Option(p.slug, p.label) for p in PROFESSIONS.values() if p.can_mentor and len(p.label) <= 75)
    fields = (
        ChoiceField(
            "profession", "Your profession", required=True, options=professions, value=text_of(values, "profession")
        ),
        TextField(
            "years",
            "Years in schools",
            "A number; 0 is fine.",
            required=True,
            value=text_of(values, "years"),
            limit=20,
        ),
        TextField(
            "states",
            "States you know",
            "One or more, for example OH, KY",
            required=True,
            value=text_of(values, "states"),
            limit=200,
            suggestions=tuple(state.name for state in STATES.values()),
            picks=10,
        ),
        SearchField(
            "settings",
            "Settings you know",
            f"Up to {MOST_SETTINGS}",
            required=True,
            options=setting_options(),
            values=texts_of(values, "settings"),
            most=MOST_SETTINGS,
        ),
        free_times_field(text_of(values, "free_times")),
    )
    title = "Change my offer" if editing else "Offer to mentor"
    submit = "Save" if editing else "I can help"
    return Form(encode(action), title, (Page(fields),), submit, foot=CONSENT, notice=NOTICE)


def values_of(offer: MentoringOffer) -> dict[str, str | tuple[str, ...]]:
    return {
        "profession": offer.profession,
        "years": str(offer.years),
        "states": ", ".join(STATES[code].name for code in offer.states),
        "settings": offer.settings,
        "free_times": describe(offer.free_times) if offer.free_times else "",
    }


def given(offer: MentoringOffer) -> Facts:
    return Facts(
        (
            ("Profession", line(PROFESSIONS[offer.profession].label)),
            ("In schools", line("1 year" if offer.years == 1 else f"{offer.years} years")),
            ("States", line(", ".join(STATES[code].name for code in offer.states))),
            ("Settings", line(", ".join(SETTINGS[slug].label for slug in offer.settings))),
            ("Free times", line(describe(offer.free_times) if offer.free_times else "Not given: I assume flexible")),
            ("Places", line(f"{offer.places} of {offer.capacity} free")),
        )
    )


def receipt(offer: MentoringOffer, zone: Proposed, waiting: int) -> Message:
    people = {0: "Nobody", 1: "One person"}.get(waiting, f"{waiting} people")
    verb = "is" if waiting < 2 else "are"
    held = offer.status is OfferStatus.HELD
    next_step = (
        "A moderator looks at new offers first; you will be asked about a colleague after that."
        if held
        else f"{people} {verb} waiting in your states and settings right now. When somebody fits, I will ask you: "
        "one colleague at a time and seldom more than twice a week. You have a few working days to answer."
    )
    return Message(
        "Thank you for offering to mentor.",
        (
            Heading("Thank you for offering to mentor"),
            given(offer),
            Text(line(next_step)),
            *zone_parts(zone),
            Actions(
                (
                    Button("Change it", encode(OpenOfferMentoring())),
                    Button("Add details", encode(OpenOfferDetails(offer.id))),
                    *change_button(zone),
                )
            ),
        ),
    )


def changed(offer: MentoringOffer, zone: Proposed) -> Message:
    return Message(
        "Your offer is changed.",
        (
            Heading("Your offer is changed"),
            given(offer),
            *(() if zone.sure else zone_parts(zone)),
            Actions((Button("My mentoring", encode(MyMentoring())), *(() if zone.sure else change_button(zone)))),
        ),
    )


def with_zone(message: Message, zone: Proposed) -> Message:
    """An answer to somebody whose offer came with what they did."""
    if zone.confirmed:
        return message
    change = () if zone.asked else (Actions(change_button(zone)),)
    return replace(message, parts=(*message.parts, *zone_parts(zone), *change))


def details_form(offer: MentoringOffer, most: int) -> Form:
    fields = (
        NumberField("capacity", "Mentees at the same time", f"1 to {most}", value=offer.capacity, least=1, most=most),
        ChoicesField("topics", "Topics you like to help with", options=topic_options(), values=offer.topics),
        TextField("district", "District", value=offer.district, limit=MOST_NAME),
        TextField("agency", "Contract agency", value=offer.agency, limit=MOST_NAME),
        TextField("programme", "OT program you went to", value=offer.programme, limit=MOST_NAME),
    )
    intro = (line("All optional. They help to find colleagues who are close to your work; only I use them."),)
    pages = (Page(fields), Page((ways_field(offer.ways),)))
    return Form(encode(OfferDetails(offer.id)), "More about you", pages, "Save", intro=intro)


def capacity_limits(least: int, most: int) -> str:
    return f"Please give a number from {max(1, least)} to {most}." + (
        f" You have {least} mentees at the moment." if least > 1 else ""
    )


def pause_offer_form(offer: MentoringOffer, today: str) -> Form:
    return pause_form(PauseOffer(offer.id), "Pause my offer", today)


def paused(offer: MentoringOffer, until: str) -> Message:
    return Message(
        "Your offer is paused.",
        (
            Text(line(f"Your offer is paused until {until}; then it opens again by itself. Your mentees stay yours.")),
            Actions((Button("Open it now", encode(ResumeOffer(offer.id))),)),
        ),
    )


def _short(words: str) -> Message:
    return Message(words, (Text(line(words)),))


DETAILS_SAVED = _short("Saved. Thank you; I use this from now on.")
RESUMED = _short("Your offer is open again. Thank you for coming back.")


def returned(offer: OfferId) -> Message:
    words = "Your pause is over and your offer is open again."
    return Message(
        words,
        (
            Text(line(f"{words} If you need longer, that is fine: one tap and a new date.")),
            Actions(
                (
                    Button("Pause longer", encode(OpenPauseOffer(offer))),
                    Button("Change my offer", encode(OpenOfferMentoring())),
                    Button("My mentoring", encode(MyMentoring())),
                )
            ),
        ),
    )


def withdrawn(mentees: int) -> Message:
    stay = "" if not mentees else " The mentees you have stay with you until you end the match."
    return _short(f"Your offer is withdrawn. Thank you for being there.{stay}")


def pause_button(offer: MentoringOffer) -> Button:
    return Button("Pause my offer", encode(OpenPauseOffer(offer.id)))

"""The sign-up sheet: codes, a moderator's word, and what the sheet says."""

from collections.abc import Mapping, Sequence

from bot.commands import (
    AskModerator,
    Claim,
    Command,
    ConfirmClaimed,
    MyMentoring,
    OnTheSheet,
    OpenFindMentor,
    OpenOfferMentoring,
    OpenVouch,
    Vouch,
    encode,
)
from bot.domain.member import Member
from bot.domain.schedule import zone_label
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import SETTINGS
from bot.reference.states import STATES
from bot.reference.topics import TOPICS
from bot.texts import asking, offering
from bot.texts.statistics import mention, short
from bot.views import (
    Actions,
    Button,
    ButtonStyle,
    Facts,
    Form,
    Heading,
    Message,
    Option,
    Page,
    Part,
    SearchField,
    Text,
    TextField,
    line,
)

MOST_CODE = 40
MOST_SHOWN = 120
MOST_LISTED = 6

NOT_A_CODE = (
    "This code does not work. Please check it for a slip, or ask a moderator for a new one: "
    "a code works once, and for 60 days."
)
TOO_MANY = (
    "That was one try too many for now. Please wait an hour, or press “I have no code” and a moderator will look."
)
OTHER_HALF = (
    "This row of the sheet belongs to your own partner in a pair, so it can't be you as well. "
    "Please ask a moderator to look."
)
NOTHING_LEFT = "There is nothing from the sign-up sheet left to confirm. Type /my-mentoring to see where things stand."
REQUEST_KEPT = "You have an open request already, so I kept that one and put the sheet's answers aside."
OFFER_KEPT = "You have an offer already, so I kept that one and put the sheet's answers aside."
CLAIMED_ALREADY = "Somebody has claimed this row in the meantime. Nothing was changed."
NO_SUCH_MEMBER = "This person is not a member any more. Nothing was changed."
CHOOSE_PERSON = "Please choose a person from the list."
NOBODY_LEFT = "Everyone on the sign-up sheets has been claimed, so there is nobody to choose from."

LABELS = {
    "state": "State",
    "states": "States",
    "setting": "Setting",
    "settings": "Settings",
    "profession": "Profession",
    "years": "Years in schools",
    "capacity": "Mentees at a time",
    "topics": "Topics",
    "free_times": "Free times",
    "zone": "Time zone",
    "ways": "Ways to meet",
    "rhythm": "How often",
    "sole_ot": "Only OT in the district",
    "district": "District",
    "agency": "Agency",
    "programme": "OT program",
    "note": "Note",
}
WORDS = {
    "weekly": "Every week",
    "every-two-weeks": "Every two weeks",
    "monthly": "Once a month",
    "in-person": "In person",
    "phone": "Phone",
    "video": "Video",
    "yes": "Yes",
    "no": "No",
}
Values = Mapping[str, str | tuple[str, ...]]


# The card to pin, and the form


def sheet_card() -> Message:
    return Message(
        "Were you on our sign-up sheet?",
        (
            Heading("Were you on our sign-up sheet?"),
            Text(
                line(
                    "Your answers are kept for you, and nobody else in the community sees them. "
                    "With the code a moderator gave you, one tap brings them in and nothing has to be typed again."
                )
            ),
            Actions(
                (
                    Button("I was on the sheet", encode(OnTheSheet()), ButtonStyle.PRIMARY),
                    Button("I have no code", encode(AskModerator())),
                )
            ),
        ),
    )


def code_form() -> Form:
    field = TextField(
        "code",
        "Your code",
        "Two groups of four, for example 7KQM-X2RD. Capitals and the dash do not matter.",
        required=True,
        limit=MOST_CODE,
    )
    foot = (line("No code? Close this and press “I have no code”: a moderator will look."),)
    return Form(encode(Claim()), "I was on the sheet", (Page((field,)),), "Continue", foot=foot)


# What the sheet says


REQUIRED: Mapping[str, tuple[str, ...]] = {
    "mentee": ("state", "setting"),
    "mentor": ("profession", "years", "states", "settings"),
}


def claimed(kind: str, values: Values) -> Message:
    """For the owner alone: one half of what the sheet says, as it would be sent."""
    mentee = kind == "mentee"
    title = "You asked for a mentor on the sheet" if mentee else "You offered to mentor on the sheet"
    consent = asking.CONSENT if mentee else offering.CONSENT
    return Message(
        f"{title}. Is this still right?",
        (
            Heading(title),
            Facts(tuple((LABELS[name], line(words)) for name, words in _shown(values))),
            *map(Text, consent),
            *_missing(kind, values),
            Text(line("Nothing is sent before you confirm. If this is not you, please tell a moderator.")),
            Actions(confirm_buttons(kind, values)),
        ),
    )


def _missing(kind: str, values: Values) -> tuple[Text, ...]:
    names = [LABELS[name] for name in REQUIRED[kind] if not values.get(name)]
    return (Text(line(f"Not on the sheet, and needed: {', '.join(names)}.")),) if names else ()


def confirm_buttons(kind: str, values: Values) -> tuple[Button, ...]:
    """One tap where everything needed is there, else the form, filled in as far as the sheet goes."""
    change: Command = OpenFindMentor() if kind == "mentee" else OpenOfferMentoring()
    if any(not values.get(name) for name in REQUIRED[kind]):
        return (Button("Complete it", encode(change), ButtonStyle.PRIMARY),)
    return (
        Button("Correct, go ahead", encode(ConfirmClaimed(kind)), ButtonStyle.PRIMARY),
        Button("Change something", encode(change)),
    )


def _shown(values: Values) -> list[tuple[str, str]]:
    found = [(name, _words(name, values[name])) for name in LABELS if values.get(name)]
    return [(name, words) for name, words in found if words]


def _words(name: str, value: str | tuple[str, ...]) -> str:
    several = (value,) if isinstance(value, str) else value
    labels = [_label(name, one) for one in several]
    left = len(labels) - MOST_LISTED
    text = ", ".join(labels[:MOST_LISTED]) + (f" and {left} more" if left > 0 else "")
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def _label(name: str, value: str) -> str:
    if name == "zone":
        return zone_label(value)
    known = {
        "state": {code: state.name for code, state in STATES.items()},
        "setting": {slug: setting.label for slug, setting in SETTINGS.items()},
        "settings": {slug: setting.label for slug, setting in SETTINGS.items()},
        "topics": {slug: topic.label for slug, topic in TOPICS.items()},
        "profession": {slug: profession.label for slug, profession in PROFESSIONS.items()},
    }
    return known.get(name, WORDS).get(value, value)


def still_to_confirm(kind: str, values: Values) -> tuple[Part, ...]:
    """The same, shorter: for a card that shows other things too."""
    what = "asked for a mentor" if kind == "mentee" else "offered to mentor"
    words = f"On the sign-up sheet you {what}. It counts once you have looked at it."
    return (Text(line(words)), Actions(confirm_buttons(kind, values)[-1:]))


def nothing_to_confirm() -> Message:
    """Claimed, and only pairs were kept."""
    words = "Thank you, that is done. Your pair is on record and nothing else was on the sheet for you."
    return Message(words, (Text(line(words)), _my_mentoring()))


def put_aside(words: str) -> Message:
    return Message(words, (Text(line(words)), _my_mentoring()))


def _my_mentoring() -> Actions:
    return Actions((Button("My mentoring", encode(MyMentoring())),))


def mend_first(problems: Sequence[str]) -> str:
    """Beside a button there is no field to stand next to."""
    return " ".join(["Before this goes out:", *problems, "Press “Change something” to edit it."])


# A moderator's word


def asked_moderator() -> Message:
    words = "I have asked the moderators. One of them will look, and you will hear from me here."
    return Message(words, (Text(line(words)),))


def asked_already() -> Message:
    words = "The moderators know already that you were on the sheet. You will hear from me here."
    return Message(words, (Text(line(words)),))


def please_vouch(member: Member) -> Message:
    return Message(
        "Somebody says they were on the sign-up sheet.",
        (
            Text(line(mention(member), " says they were on the sign-up sheet and has no code.")),
            Text(
                line(
                    "Anybody can choose any name, so please make sure in some other way who this is first. "
                    "Your choice hands over what the sheet says."
                )
            ),
            Actions((vouch_button(member),)),
        ),
    )


def vouch_button(member: Member) -> Button:
    return Button(f"Who is {short(member.name)}?", encode(OpenVouch(member.id)))


def vouch_form(member: Member, people: Sequence[tuple[Member, Sequence[str]]]) -> Form:
    """`people`: the unclaimed with the kinds of their signups, the most similar first."""
    field = SearchField(
        "imported",
        "Who on the sheet is this?",
        "Most similar names first. A similar name proves nothing.",
        required=True,
        options=tuple(Option(person.id, _sheet_name(person, kinds)) for person, kinds in people),
        most=1,
    )
    intro = (line("Member: ", mention(member)),)
    return Form(encode(Vouch(member.id)), "Who on the sheet?", (Page((field,)),), "This is the person", intro=intro)


def _sheet_name(person: Member, kinds: Sequence[str]) -> str:
    handle = f" @{short(person.handle, 20)}" if person.handle else ""
    return f"{short(person.name, 35)}{handle} ({' and '.join(kinds) or 'pair'})"


def vouched(member: Member, imported: Member) -> Message:
    words = " now has what the sheet says of "
    return Message(
        "Done. They have a message from me.",
        (Text(line(mention(member), words, short(imported.name), ". I have sent them a message to confirm it.")),),
    )

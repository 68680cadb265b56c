"""Proposals: what a mentor is asked, what the mentee hears, and how either says yes or no."""

from bot.commands import (
    AcceptProposal,
    AcceptVolunteer,
    AnswerMentor,
    AskMore,
    DeclineProposal,
    DeclineVolunteer,
    NotNow,
    OpenAnswerMentor,
    OpenAskMore,
    OpenDecline,
    OpenNotNow,
    OpenOfferMentoring,
    ResumeOffer,
    encode,
)
from bot.domain.availability import describe
from bot.domain.member import Member
from bot.domain.offer import MentoringOffer
from bot.domain.proposal import Proposal
from bot.domain.request import MentoringRequest
from bot.domain.schedule import zone_label
from bot.ids import OfferId
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import SETTINGS
from bot.reference.states import STATES
from bot.reference.topics import TOPICS
from bot.texts.choices import count, cut
from bot.views import (
    Actions,
    Bold,
    Button,
    ButtonStyle,
    ChoiceField,
    DateField,
    Facts,
    Form,
    Heading,
    Line,
    Listing,
    Mention,
    Message,
    Moment,
    Option,
    Page,
    Part,
    Text,
    TextField,
    line,
)

MOST_QUESTION = 200

DECLINE_REASONS: dict[str, str] = {
    "no-time": "I have no time right now",
    "not-my-field": "This is not what I know",
    "times": "The times do not fit",
    "know-them": "I know this person too well",
    "other": "Another reason",
}

GONE = "This proposal is no longer open; somebody else may have said yes already. Thank you for looking."
NOT_YOURS = "This proposal was made to somebody else."
ANSWERED = "This is answered already. Nothing was changed."
FULL = "All your places are taken. Add a place under “Places and details” in /my-mentoring, or end a match first."
CHOOSE_REASON = "Please choose a reason, or leave it empty."
NO_QUESTION_NOW = "This question is no longer open. Nothing was changed."
ASKED_ONCE = "You have asked for more once already; please say yes or no now."


def about(request: MentoringRequest, mentee: Member, zone: str) -> tuple[Part, ...]:
    topics = ", ".join(TOPICS[topic].label for topic in request.topics) or "A bit of everything"
    free = cut(describe(request.free_times), 160) if request.free_times else "Not given"
    rows: list[tuple[str, Line]] = [
        ("Who", line(Mention(mentee.id, mentee.name))),
        ("State", line(STATES[request.state].name)),
        ("Setting", line(SETTINGS[request.setting].label)),
        ("Help with", line(topics)),
        ("Free", line(f"{free} ({zone_label(zone)} time)")),
    ]
    if request.note:
        rows.append(("Note", line(request.note)))
    return (Facts(tuple(rows)),)


def proposal(
    made: Proposal, request: MentoringRequest, mentee: Member, zone: str, *, reminder: bool = False
) -> Message:
    assert made.due_at is not None
    opening = "A reminder: could you mentor this colleague?" if reminder else "Could you mentor this colleague?"
    yes = Button("Yes, I will", encode(AcceptProposal(made.id)), ButtonStyle.PRIMARY)
    buttons = [
        yes,
        Button("No, sorry", encode(OpenDecline(made.id))),
        Button("Not now", encode(OpenNotNow(made.id))),
    ]
    if not made.question:
        buttons.append(Button("Ask for more", encode(OpenAskMore(made.id))))
    answered: tuple[Part, ...] = ()
    if made.answer:
        answered = (Facts((("You asked", line(made.question)), ("The answer", line(made.answer)))),)
    return Message(
        opening,
        (
            Heading("Could you mentor this colleague?"),
            *about(request, mentee, zone),
            *answered,
            Text(line(Bold("Why you"))),
            Listing(tuple(line(reason) for reason in made.reasons)),
            Text(
                line(
                    "One meeting a week or every two is usual, and you agree on the time together. Please answer by ",
                    Moment(made.due_at),
                    "; weekends do not count. After that I will ask somebody else, no harm done.",
                )
            ),
            Actions(tuple(buttons)),
        ),
    )


def accepted(mentee: Member) -> Message:
    return Message(
        f"You are now mentoring {mentee.name}. Thank you.",
        (
            Text(
                line(
                    "Thank you. You are now mentoring ",
                    Mention(mentee.id, mentee.name),
                    ". I have opened a conversation for the two of you, with three times to meet.",
                )
            ),
        ),
    )


def settled(words: str) -> Message:
    return Message(words, (Text(line(words)),))


DECLINED = "Thank you for answering. I will ask somebody else; your offer stays open for others."
NO_TIME = "Thank you for answering. I will ask somebody else, and leave you alone for {}."
KNOWN = "Thank you for answering. I will ask somebody else, and never propose the two of you to each other again."
RELEASED = settled("This colleague no longer needs an answer. Thank you for being ready to help.")
HANDED_ON = settled("Your offer is closed for now, so I am asking somebody else.")
NO_PLACE_LEFT = settled("Your places are taken now, so I am asking somebody else for this colleague.")
NO_REPLY = settled("Your question was not answered, so I took this one back. Your offer stays open.")
NO_WELCOME = settled("Your colleague has not answered. Thank you for stepping forward all the same.")
VOLUNTEER_LAPSED = settled("There was no answer in time, so I keep looking for you.")
VOLUNTEER_GONE = settled("This colleague can no longer take it on. I keep looking for you.")
LAPSED = settled("There was no answer in time, so I asked somebody else. No harm done; your offer stays open.")
LAPSED_AND_PAUSED = settled("There was no answer in time, so I asked somebody else. No harm done.")
REMINDED = settled("I have asked you again; please see the reminder below.")
QUESTION_ANSWERED = settled("The answer is here; see the card below.")
QUESTION_SENT = settled("Your question is on its way. Your time to answer is on hold until the reply is here.")


def declined(reason: str, rest_days: int) -> Message:
    if reason == "no-time":
        return settled(NO_TIME.format(count(rest_days, "day")))
    return settled(KNOWN if reason == "know-them" else DECLINED)


def postponed(until: str) -> Message:
    return settled(f"All right. I will ask you again after {until}, and somebody else for this one.")


def decline_form(made: Proposal) -> Form:
    options = tuple(Option(code, label) for code, label in DECLINE_REASONS.items())
    field = ChoiceField("reason", "Why, if you would like to say", "It helps me to choose better.", options=options)
    intro = (line("The colleague is not told, and nobody minds."),)
    return Form(encode(DeclineProposal(made.id)), "No, sorry", (Page((field,)),), "Decline", intro=intro)


def not_now_form(made: Proposal, today: str) -> Form:
    field = DateField("until", "Ask me again after", f"A date after {today}", required=True)
    return Form(encode(NotNow(made.id)), "Not now", (Page((field,)),), "Not now")


def ask_more_form(made: Proposal) -> Form:
    field = TextField(
        "question",
        "What would you like to know?",
        "For example: which age group do you work with most?",
        required=True,
        limit=MOST_QUESTION,
        long=True,
    )
    intro = (line("The colleague sees your question, and that it comes from a mentor, without your name."),)
    return Form(encode(AskMore(made.id)), "Ask for more", (Page((field,)),), "Send", intro=intro)


def question(made: Proposal) -> Message:
    return Message(
        "A mentor would like to know a little more before saying yes.",
        (
            Text(line("A mentor is considering your request and would like to know a little more:")),
            Text(line(Bold(made.question))),
            Actions((Button("Answer", encode(OpenAnswerMentor(made.id)), ButtonStyle.PRIMARY),)),
        ),
    )


def answer_form(made: Proposal) -> Form:
    field = TextField(
        "answer",
        "Your answer",
        "No names or details of students, please.",
        required=True,
        limit=MOST_QUESTION,
        long=True,
    )
    return Form(encode(AnswerMentor(made.id)), "Your answer", (Page((field,)),), "Send", intro=(line(made.question),))


ANSWER_SENT = settled("Your answer is with the mentor. You will hear from me.")


# Stepping forward in the channel


def volunteer(made: Proposal, mentor: Member, offer: MentoringOffer) -> Message:
    """The mentee is asked first only about somebody who stepped forward."""
    states = ", ".join(STATES[code].name for code in offer.states)
    settings = ", ".join(SETTINGS[slug].label for slug in offer.settings)
    return Message(
        f"{mentor.name} offers to mentor you.",
        (
            Heading("Somebody stepped forward for you"),
            Facts(
                (
                    ("Who", line(Mention(mentor.id, mentor.name))),
                    ("Profession", line(PROFESSIONS[offer.profession].label)),
                    ("In schools", line("1 year" if offer.years == 1 else f"{offer.years} years")),
                    ("States", line(states)),
                    ("Settings", line(settings)),
                )
            ),
            Listing(tuple(line(reason) for reason in made.reasons)),
            Text(line("If it is not the right person, say so with one tap. They only hear that it did not fit.")),
            Actions(
                (
                    Button("Yes, please", encode(AcceptVolunteer(made.id)), ButtonStyle.PRIMARY),
                    Button("Not for me", encode(DeclineVolunteer(made.id))),
                )
            ),
        ),
    )


def asked_already(made: Proposal) -> Message:
    """To a mentor who steps forward for a request that was proposed to them: one press makes the match."""
    words = "I have asked you about this colleague already, so one tap is enough."
    return Message(
        words,
        (
            Text(line(words)),
            Actions((Button("Yes, I will", encode(AcceptProposal(made.id)), ButtonStyle.PRIMARY),)),
        ),
    )


OFFER_FIRST = "To step forward you need a short mentoring offer, so that your colleague knows who you are."


def offer_first(request_id: str) -> Message:
    return Message(
        OFFER_FIRST,
        (
            Text(line(OFFER_FIRST)),
            Actions((Button("I can help", encode(OpenOfferMentoring(request_id)), ButtonStyle.PRIMARY),)),
        ),
    )


STEPPED_FORWARD = settled("Thank you for stepping forward. I have asked your colleague and will tell you the answer.")
STEPPED_FORWARD_WITHOUT_TIME = Message(
    "Thank you for stepping forward. I have asked your colleague.",
    (
        *STEPPED_FORWARD.parts,
        Text(
            line(
                "The free times that you two gave me never meet, and I have told your colleague so. "
                "If you have others, /offer-mentoring changes yours."
            )
        ),
    ),
)
NEVER_FREE_TOGETHER = "The free times that you two gave me never meet, so you would have to find another."


def too_far(hours: int) -> str:
    return (
        f"Your local time and this colleague's are more than {count(hours, 'hour')} apart, and this community keeps "
        "pairs within that. Thank you for stepping forward."
    )


PROCESS_ONLY = (
    "This colleague asks for help that occupational therapists give. Your profession helps with process; "
    "please look for a request with such a topic."
)
ALREADY_STEPPED = "You have stepped forward for this request already. I will tell you the answer."
OWN_REQUEST = "This is your own request. Others can step forward for it."
NOT_FITTING = "This request needs somebody else. Thank you for stepping forward."
NOT_TOGETHER = (
    "You two share no server and no workspace where I am, so I could not introduce you. Thank you for stepping forward."
)
EMPTY_QUESTION = "Please write your question."
EMPTY_ANSWER = "Please write your answer."
OFFER_CLOSED = "Your offer is not open at the moment; see /my-mentoring. Once it is, you can step forward."
DECLINED_VOLUNTEER = settled("All right. I keep looking for you; they only hear that it did not fit.")
NOT_CHOSEN = settled(
    "Thank you for stepping forward. This time it did not fit; that happens, and it is nobody's fault."
)
WELCOMED = settled("You have a mentor. I have opened a conversation for the two of you, with three times to meet.")


def paused_for_silence(offer: OfferId) -> Message:
    return Message(
        "I paused your offer, so that you are not asked while you are busy.",
        (
            Text(
                line(
                    "I asked you twice and did not hear back, so I paused your offer. "
                    "One tap opens it again whenever you have room."
                )
            ),
            Actions((Button("I am back", encode(ResumeOffer(offer)), ButtonStyle.PRIMARY),)),
        ),
    )

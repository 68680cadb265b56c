"""What the bot does, and who sees what."""

from bot.commands import AskModerator, MentorHelp, MyMentoring, OnTheSheet, OpenFindMentor, OpenOfferMentoring, encode
from bot.views import Actions, Button, ButtonStyle, Heading, Listing, Message, Text, line

WHAT = (
    line(
        "I bring OTs who are new to schools together with colleagues who know their state and setting. "
        "You ask, I ask mentors one at a time, and you hear from me when one says yes."
    ),
    line(
        "Then I open a conversation for the two of you, help you agree on a time, and remind you both. "
        "If it does not fit, one tap ends it without blame and I look again."
    ),
)
PRIVACY = (
    line("The channel sees your state, setting and topics, without your name."),
    line("Mentors I ask, and whoever you are matched with, see your name and what you asked for or offered."),
    line("What you answer when I ask how it goes is not shown to your partner; moderators see counts, not notes."),
    line(
        "The person who runs this bot's server could technically read its records, "
        "so never write anything that identifies a student."
    ),
)


LISTENS = "I understand commands and buttons. Type / to see the commands, or /mentor-help to learn what I do."


def listens() -> Message:
    """For somebody who wrote to the bot in words of their own."""
    buttons = (Button("My mentoring", encode(MyMentoring())), Button("What I do", encode(MentorHelp())))
    return Message(LISTENS, (Text(line(LISTENS)), Actions(buttons)))


def card() -> Message:
    return Message(
        "What I do, and who sees what.",
        (
            Heading("How mentoring works here"),
            *map(Text, WHAT),
            Heading("Who sees what"),
            Listing(PRIVACY),
            Actions(
                (
                    Button("Find a mentor", encode(OpenFindMentor()), ButtonStyle.PRIMARY),
                    Button("I can help", encode(OpenOfferMentoring()), ButtonStyle.PRIMARY),
                    Button("My mentoring", encode(MyMentoring())),
                    Button("I was on the sheet", encode(OnTheSheet())),
                    Button("I have no code", encode(AskModerator())),
                )
            ),
        ),
    )

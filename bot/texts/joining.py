"""One community in several servers and workspaces: the code, the form, and what is said once it is done."""

from bot.commands import JoinCommunity, MentorAdmin, OpenJoinCommunity, OpenSetup, encode
from bot.domain.member import Community
from bot.ports.platforms import Space
from bot.texts.statistics import short
from bot.views import (
    Actions,
    Bold,
    Button,
    ButtonStyle,
    Form,
    Heading,
    Listing,
    Message,
    Page,
    Text,
    TextField,
    line,
)

NOT_A_CODE = (
    "This code does not work. It may be older than a day or used already: please check it for a slip, or ask for a "
    "new one."
)
TOO_MANY = "That was one try too many for now. Please wait an hour."
HERE_ALREADY = "This is a code of your own community. It is for a moderator of another server or workspace."
IN_USE = (
    "People have asked, offered or been imported here already, so this stays a community of its own. "
    "Nothing was changed."
)


def join_button() -> Button:
    return Button("Join a community", encode(OpenJoinCommunity()))


def code_card(code: str) -> Message:
    steps = (
        line("They add me there and type /mentor-setup or /mentor-admin."),
        line("They press “Join a community” and enter the code."),
    )
    after = (
        "From then on its people take part in this community: posts appear in both, and I bring together who shares a "
        "server or a workspace. Whoever moderates there moderates all of it."
    )
    return Message(
        "A code to add another server or workspace.",
        (
            Heading("Add another server or workspace"),
            Text(line("Give this code to a moderator there, and to nobody else. It works once, within 24 hours:")),
            Text(line(Bold(code))),
            Listing(steps, numbered=True),
            Text(line(after)),
            Actions((Button("Administration", encode(MentorAdmin())),)),
        ),
    )


def join_form() -> Form:
    field = TextField(
        "code", "Code", "From a moderator of that community, for example 7KQM-X2RD-9TCP", required=True, limit=40
    )
    intro = (
        line("This server or workspace becomes a part of another community, with its settings and its moderators."),
    )
    return Form(encode(JoinCommunity()), "Join a community", (Page((field,)),), "Join", intro=intro)


def joined(community: Community) -> Message:
    words = f"This is a part of {short(community.name)} now."
    return Message(
        words,
        (
            Heading("You have joined"),
            Text(
                line(f"{words} Next, choose the channel where requests are to be posted here, if none is chosen yet.")
            ),
            Actions(
                (
                    Button("Set up", encode(OpenSetup()), ButtonStyle.PRIMARY),
                    Button("Administration", encode(MentorAdmin())),
                )
            ),
        ),
    )


def space_joined(space: Space) -> Message:
    """To the moderators of the community that a space has joined."""
    words = f"{short(space.name)} is a part of this community now. Its people take part, and its moderators moderate."
    return Message(
        "Another server or workspace has joined.",
        (Text(line(words)), Actions((Button("Administration", encode(MentorAdmin())),))),
    )

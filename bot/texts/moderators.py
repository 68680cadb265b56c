"""Who moderates: the list, adding and removing, and what the person is told."""

from collections.abc import Sequence

from bot.commands import (
    AddModerator,
    MentorAdmin,
    MentorHelp,
    Moderators,
    OpenAddModerator,
    OpenRemoveModerator,
    RemoveModerator,
    encode,
)
from bot.domain.member import Member
from bot.ports.platforms import Platform
from bot.texts.statistics import mention, short
from bot.views import (
    MOST_OPTION,
    Actions,
    Button,
    ButtonStyle,
    Form,
    Heading,
    Line,
    Listing,
    MemberField,
    Message,
    Option,
    Page,
    Text,
    line,
)

MOST_LISTED = 20
ROLES = "Admins and owners moderate here too, without being on this list."
ROLES_BY_NAME = (
    "Whoever may manage the server moderates here too, and whoever has one of the roles chosen in the set-up."
)
CHOOSE_MEMBER = "Please choose a person."
CHOOSE_ROLES = "Please choose up to 10 roles that only moderators have, not the one that everybody has."
NOT_ONE = "This person is not on the list of moderators any more. Nothing was changed."
LAST_ONE = (
    "This is the only moderator on the list, and I keep one, so that the community always has somebody to turn to. "
    "Please add somebody else first."
)
NOBODY = "Nobody is on the list of moderators, so there is nobody to remove."


def card(moderators: Sequence[Member], platform: Platform) -> Message:
    remove = (Button("Remove a moderator", encode(OpenRemoveModerator())),) if moderators else ()
    return Message(
        "Who moderates here.",
        (
            Heading("Moderators"),
            *_listed(moderators),
            Text(line(ROLES_BY_NAME if platform.has_roles else ROLES)),
            Actions((Button("Add a moderator", encode(OpenAddModerator()), ButtonStyle.PRIMARY), *remove, _back())),
        ),
    )


def _listed(moderators: Sequence[Member]) -> tuple[Text | Listing, ...]:
    if not moderators:
        return (Text(line("Nobody has been added by name yet.")),)
    left = len(moderators) - MOST_LISTED
    more = (Text(line(f"And {left} more.")),) if left > 0 else ()
    return (Listing(tuple(map(_one, moderators[:MOST_LISTED]))), *more)


def _one(member: Member) -> Line:
    return line(mention(member), " (has left the community)" if member.left_at else "")


def _back() -> Button:
    return Button("Administration", encode(MentorAdmin()))


def add_form() -> Form:
    field = MemberField("member", "Person", "Anybody here. I tell them what they can do.", required=True)
    return Form(encode(AddModerator()), "Add a moderator", (Page((field,)),), "Add")


def remove_form(moderators: Sequence[Member]) -> Form:
    options = tuple(Option(member.id, short(member.name, MOST_OPTION)) for member in moderators)
    field = MemberField("member", "Moderator", "I tell them, too.", required=True, options=options)
    return Form(encode(RemoveModerator()), "Remove a moderator", (Page((field,)),), "Remove")


def added(member: Member, *, myself: bool) -> Message:
    words = " moderates here from now on." if myself else " moderates here from now on. I have told them."
    return _done(member, words)


def moderates_already(member: Member) -> Message:
    return _done(member, " moderates here already. Nothing was changed.")


def removed(member: Member, *, myself: bool) -> Message:
    words = " is not on the list of moderators any more."
    return _done(member, words if myself else f"{words} I have told them.")


def _done(member: Member, words: str) -> Message:
    buttons = (Button("Moderators", encode(Moderators())), _back())
    return Message("Done.", (Text(line(mention(member), words)), Actions(buttons)))


CAN_DO = (
    line("See who waits, who has gone quiet and where help is missing."),
    line("Match two people by hand, look at mentors, and approve new ones."),
    line("Set the rules, choose the mentoring channel and post cards there."),
)


def you_moderate(by: Member | None) -> Message:
    words = "You now moderate the mentoring program here."
    who = line(mention(by), " has made you a moderator of the mentoring program. You can:") if by else line(words)
    return Message(
        words,
        (
            Text(who),
            Listing(CAN_DO),
            Text(line("You see counts and who needs a hand, never what people wrote to each other.")),
            Actions((_back(), Button("How it works", encode(MentorHelp())))),
        ),
    )


def you_no_longer_moderate() -> Message:
    words = "You are no longer on the list of moderators of the mentoring program. Thank you for your help."
    return Message(words, (Text(line(words)),))

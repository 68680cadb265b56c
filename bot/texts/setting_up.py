"""The first contact of the bot with a space: installing, the set-up page, what is set, and a channel that refuses."""

from bot.commands import MentorAdmin, Moderators, OpenSetup, PostCard, SetUp, ShowSettings, encode
from bot.domain.member import Member, Rules
from bot.ports.platforms import Space
from bot.texts.channel import welcome_actions
from bot.texts.joining import join_button
from bot.texts.rules import approve_mentors_field, most_mentees_field, round_up_field
from bot.texts.statistics import counted, mention, refused_channel, short
from bot.views import (
    Actions,
    Button,
    ButtonStyle,
    ChannelField,
    Facts,
    Form,
    Heading,
    Line,
    Listing,
    MemberField,
    Message,
    Page,
    Part,
    RolesField,
    Text,
    line,
)

CHOOSE_CHANNEL = "Please choose the channel where requests are to be posted."
UNKNOWN_CARD = "I know two cards to post: the welcome card and the sign-up-sheet card. Nothing was posted."
NO_CHANNEL = "No mentoring channel is chosen yet, so nothing was posted. Choose one and I will post there."
INVITE = (
    "Next, invite me to the channel if I am not in it yet, and post the welcome card there: it has the two buttons "
    "with which people ask and offer."
)
ALLOW = (
    "Next, post the welcome card there: it has the two buttons with which people ask and offer. If the channel is "
    "private, first let me see it and post in it, under Edit Channel, Permissions."
)
NOT_SET_UP = (
    "Not set up yet: I have no mentoring channel here. People can already ask and offer by command; "
    "their requests are posted once there is a channel."
)


def setup_button(label: str = "Set up") -> Button:
    return Button(label, encode(OpenSetup()), ButtonStyle.PRIMARY)


def not_set_up(*, alone: bool) -> tuple[Part, ...]:
    """`alone`: no other space belongs to the community, so that this one may still join another."""
    return (Text(line(NOT_SET_UP)), Actions((setup_button(), *((join_button(),) if alone else ()))))


def not_set_up_card(*, alone: bool) -> Message:
    return Message("Not set up yet.", (Heading("Two minutes to start"), *not_set_up(alone=alone)))


def no_channel() -> Message:
    return Message("No mentoring channel is chosen yet.", (Text(line(NO_CHANNEL)), Actions((setup_button(),))))


# The page


def setup_form(space: Space, rules: Rules) -> Form:
    """One page, filled with what is set."""
    fields = (
        ChannelField(
            "channel",
            "Mentoring channel",
            f"Requests are posted there without names. {_access(space)}",
            required=True,
            value=space.channel,
        ),
        _moderators_field(space),
        approve_mentors_field(rules),
        most_mentees_field(rules),
        round_up_field(rules),
    )
    later = " Another channel is for new posts only; earlier ones stay where they are." if space.channel else ""
    intro = (line(f"Everything here can be changed at any time.{later}"),)
    return Form(encode(SetUp()), "Set up mentoring", (Page(fields),), "Save", intro=intro)


def _access(space: Space) -> str:
    if space.platform.has_roles:
        return "I have to be able to see it and to post in it."
    return "Please invite me first, or I can't post."


def _moderators_field(space: Space) -> MemberField | RolesField:
    if space.platform.has_roles:
        hint = "Optional. Whoever has one of them moderates, as does whoever may manage the server."
        return RolesField("moderator_roles", "Roles of moderators", hint, values=space.moderator_roles)
    return MemberField("moderator", "One more moderator", "Optional. I tell them what they can do.")


def done(
    rules: Rules,
    space: Space,
    *,
    moved: bool,
    waiting: int,
    added: Member | None,
    already: bool,
    may_join: bool = False,
) -> Message:
    """`moved`: another channel than before; `waiting`: requests that are posted now; `added`: the person picked.

    `may_join`: nobody takes part here yet, so that this may still become a part of another community.
    """
    rows = (
        ("Mentoring channel", line("Chosen: new posts go there" if moved else "As before")),
        *_roles(space),
        ("Mentors approved first", line("Yes" if rules.approve_mentors else "No")),
        ("Most mentees of one mentor", line(str(rules.most_mentees))),
        ("Requests posted one by one each day", line(str(rules.round_up_after))),
    )
    buttons = (
        Button("Post the welcome card", encode(PostCard("welcome")), ButtonStyle.PRIMARY),
        Button("All settings", encode(ShowSettings())),
        Button("Moderators", encode(Moderators())),
        Button("Administration", encode(MentorAdmin())),
        *((join_button(),) if may_join else ()),
    )
    return Message(
        "Mentoring is set up.",
        (
            Heading("Mentoring is set up"),
            Facts(rows),
            *_added(added, already=already),
            *_posting(waiting),
            *((Text(line(_next(space))),) if moved else ()),
            Actions(buttons),
        ),
    )


def _next(space: Space) -> str:
    return ALLOW if space.platform.has_roles else INVITE


def _roles(space: Space) -> tuple[tuple[str, Line], ...]:
    if not space.platform.has_roles:
        return ()
    return (("Roles of moderators", line(str(len(space.moderator_roles)) if space.moderator_roles else "None")),)


def _added(member: Member | None, *, already: bool) -> tuple[Text, ...]:
    if member is None:
        return ()
    words = " moderates here already." if already else " moderates here from now on."
    return (Text(line(mention(member), words)),)


def _posting(waiting: int) -> tuple[Text, ...]:
    if not waiting:
        return ()
    words = f"I am posting {counted(waiting, 'request that has', 'requests that have')} waited for a channel."
    return (Text(line(words)),)


# Cards to pin


def welcome_card() -> Message:
    return Message(
        "Looking for a mentor, or ready to be one?",
        (
            Heading("Looking for a mentor, or ready to be one?"),
            Text(
                line(
                    "I bring OTs in schools together with colleagues who know their state and setting, and help both "
                    "to keep meeting. Asking takes a minute; the channel never sees your name."
                )
            ),
            welcome_actions(),
        ),
    )


def posted(spaces: int) -> Message:
    where = "the mentoring channel" if spaces == 1 else f"{spaces} mentoring channels"
    words = f"I am posting it in {where}. Please pin it there, so that everyone finds it."
    return Message(words, (Text(line(words)),))


# A channel that refuses


def card_refused(space: Space) -> Message:
    """To the moderator who had a card posted."""
    return Message(
        "I could not post the card.",
        (Text(line("The card is not posted yet. ", *refused_channel(space))), *_actions(space)),
    )


def _actions(space: Space, *more: Button) -> tuple[Actions, ...]:
    """Below a direct message: where the set-up has the server's own lists, it opens in the server only."""
    buttons = (*(() if space.platform.has_roles else (setup_button(),)), *more)
    return (Actions(buttons),) if buttons else ()


# Installing


INVITED = "You choose a mentoring channel and invite me there. Requests are posted in it, without names."
STEPS = (
    line("You post the welcome card. Members ask and offer with its buttons, in about a minute."),
    line("I find mentors, introduce the two and remind them. /mentor-admin shows what needs a hand."),
)


YOU_MODERATE = "You are a moderator here. "
JOIN = "Is this a part of a community that has me elsewhere already? Then join it with a code from there."
BY_STANDING = "You can add others; admins and owners are moderators already."
BY_ROLE = "So is whoever may manage the server, and you can choose roles whose people moderate too."


def installed(space: Space) -> Message:
    """To who installed the bot, the first time."""
    where = short(space.name)
    return Message(
        f"I am in {where} now. Here is what happens next.",
        (
            Heading("Thank you for adding me"),
            Text(line(f"I am in {where} now. Here is what happens next:")),
            Listing((_first_step(space), *STEPS), numbered=True),
            Text(line(YOU_MODERATE, BY_ROLE if space.platform.has_roles else BY_STANDING)),
            Text(line(JOIN)),
            *_actions(space, join_button()),
        ),
    )


def _first_step(space: Space) -> Line:
    if space.platform.has_roles:
        words = f"You type /mentor-setup in {short(space.name)} and choose a mentoring channel."
        return line(f"{words} Requests are posted in it, without names.")
    return line(INVITED)


def installed_again(space: Space) -> Message:
    """To who installed the bot once more."""
    where = short(space.name)
    return Message(
        f"I am back in {where}. Everything is as it was.",
        (
            Text(
                line(
                    f"I am back in {where}. Everything is as it was: requests, offers, pairs and settings. "
                    f"{_access_again(space)}"
                )
            ),
            *_actions(space, Button("Administration", encode(MentorAdmin()))),
        ),
    )


def _access_again(space: Space) -> str:
    if space.platform.has_roles:
        return "If the mentoring channel is private, please let me see it and post in it again."
    return "If I was taken out of the mentoring channel, please invite me there again."

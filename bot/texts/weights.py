"""For moderators: what counts among mentors who are equally near, and what other weights would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.commands import MentorAdmin, OpenWeights, PreviewWeights, SaveWeights, ShowSettings, encode
from bot.domain.member import Member
from bot.domain.weights import NAMES, USUAL, Weight, Weights
from bot.ids import MemberId
from bot.matching.criteria import CRITERIA
from bot.matching.explanation import reasons
from bot.matching.preview import Outcome, Why
from bot.matching.ranking import Candidate
from bot.texts.round_pages import TIERS
from bot.texts.statistics import counted, mention, short
from bot.views import (
    Actions,
    Button,
    ButtonStyle,
    ChoiceField,
    Facts,
    Form,
    Heading,
    Line,
    Listing,
    Mention,
    Message,
    Option,
    Page,
    Part,
    Text,
    line,
)

MOST_SHOWN = 5
MOST_REASON = 90
MOST_AHEAD = 2

STEPS: Mapping[str, str] = {
    str(int(Weight.NOT_AT_ALL)): "Not at all",
    str(int(Weight.LESS)): "Less",
    str(int(Weight.USUAL)): "As usual",
    str(int(Weight.MORE)): "More",
    str(int(Weight.MOST)): "Most",
}
LABELS: Mapping[str, tuple[str, str]] = {
    "topics": ("Topics that fit", "Each topic of the request that the mentor can help with."),
    "experience": ("Years in schools", "Up to ten years count."),
    "overlap": ("Free time in common", "Up to four hours a week count."),
    "ways": ("A way of meeting that suits both", "In person, by phone or by video."),
    "responsiveness": ("Answering when asked", "Whoever left the last proposal without an answer comes later."),
    "load": ("Few mentees now", "Whoever mentors nobody yet comes earlier."),
    "turn": ("Not asked lately", "Whoever was asked lately comes later, so that the same few aren't always asked."),
}
PAGES = (NAMES[:4], NAMES[4:])  # the two people; fairness to mentors
AHEAD: Mapping[str, str] = {each.name: each.ahead for each in CRITERIA}

CHOOSE = "Please choose one of the five."
CHANGED_MEANWHILE = (
    "The weights were changed by somebody else meanwhile, so nothing was saved. "
    "This is what yours would change against the new ones."
)
NEARNESS_FIRST = "How near a mentor is always comes first: district, agency, OT program, state and setting."


# The form


def form(weights: Weights) -> Form:
    intro = (line(NEARNESS_FIRST), line("How much do these count among mentors who are equally near?"))
    foot = (line("You see what would change before anything counts."),)
    pages = tuple(Page(tuple(_field(name, weights) for name in names)) for names in PAGES)
    return Form(encode(PreviewWeights(weights.code)), "What counts", pages, "Show what changes", intro, foot)


def _field(name: str, weights: Weights) -> ChoiceField:
    label, hint = LABELS[name]
    options = tuple(Option(step, words) for step, words in STEPS.items())
    return ChoiceField(name, label, hint, options=options, value=str(int(weights.of(name))))


# In words


def said(weights: Weights) -> Line:
    """As usual, or what differs: Years in schools: more."""
    differing = [f"{LABELS[name][0]}: {_step(weights, name)}" for name in NAMES if weights.of(name) != USUAL.of(name)]
    return line("; ".join(differing) or "Everything as usual")


def _step(weights: Weights, name: str) -> str:
    return STEPS[str(int(weights.of(name)))].lower()


# The preview


@dataclass(frozen=True)
class Preview:
    """`found` is everybody who was looked at, `shown` some of them; `people` are those of `shown`."""

    now: Weights
    wanted: Weights
    found: Sequence[Outcome]
    shown: Sequence[Outcome]
    people: Mapping[MemberId, Member]


def preview(made: Preview, said: str = "") -> Message:
    differing = tuple(name for name in NAMES if made.now.of(name) != made.wanted.of(name))
    return Message(
        "What these weights would change.",
        (
            *((Text(line(said)),) if said else ()),
            Heading("With these weights"),
            _differences(made, differing),
            *_waiting(made),
            Actions(_buttons(made)),
        ),
    )


def _differences(made: Preview, differing: Sequence[str]) -> Part:
    if not differing:
        return Text(line("These are the weights that count already."))
    rows = (
        (LABELS[name][0], line(f"{STEPS[str(int(made.wanted.of(name)))]} (now: {_step(made.now, name)})"))
        for name in differing
    )
    return Facts(tuple(rows))


def _waiting(made: Preview) -> tuple[Part, ...]:
    if not made.found:
        return (Text(line("Nobody waits for a mentor right now, so there is nobody to show this on.")),)
    if not any(outcome.fitting for outcome in made.found):
        sentence = "No mentor with a free place fits anybody who waits, so these weights decide nothing right now."
        return (Text(line(sentence)),)
    return (
        Text(line(_summary(made))),
        Listing(tuple(_outcome(made, outcome) for outcome in made.shown)),
        Text(
            line(
                "I went through the line from the front, each mentor once, as if all of them with a free place could "
                "be asked today. Nothing has changed yet, and whoever is being asked stays asked."
            )
        ),
    )


def _summary(made: Preview) -> str:
    changed = sum(outcome.why is not Why.SAME for outcome in made.found)
    alone = len(made.found) == 1
    if not changed:
        who = "the one person who waits" if alone else f"the first {len(made.found)} in line"
        return f"For {who} nothing would change."
    if alone:
        return "The one person who waits would get somebody else."
    return f"Of the first {len(made.found)} in line, {counted(changed, 'person', 'people')} would get somebody else."


def _outcome(made: Preview, outcome: Outcome) -> Line:
    mentee = mention(made.people[outcome.request.mentee])
    now, then = _name(made, outcome.now), _name(made, outcome.then)
    if outcome.why is Why.SAME:
        return line(mentee, ": ", *((then, f", as now. {_reason(outcome)}") if then else (_nobody(outcome),)))
    before, after = (now or "nobody", then or "nobody")
    match outcome.why:
        case Why.GONE:
            return line(mentee, ": ", after, " instead of ", before, ", who would go to somebody before them.")
        case Why.FREED:
            return line(
                mentee, ": ", after, ", who would no longer go to somebody before them, instead of ", before, "."
            )
        case _:
            ahead = " and ".join(AHEAD[name] for name in outcome.ahead[:MOST_AHEAD])
            return line(mentee, ": ", after, f" ({ahead})" if ahead else "", " instead of ", before, ".")


def _nobody(outcome: Outcome) -> str:
    if not outcome.fitting:
        return "nobody with a free place fits, whatever the weights."
    fit = counted(outcome.fitting, "mentor fits, and goes", "mentors fit, and go")
    return f"nobody. {fit} to others who come first, as now."


def _reason(outcome: Outcome) -> str:
    """The strongest beside the place, else the tier."""
    assert outcome.then is not None
    said = reasons(outcome.then.pair, outcome.then.tier)
    return short(said[1], MOST_REASON) if len(said) > 1 else f"{TIERS[outcome.then.tier]}."


def _name(made: Preview, candidate: Candidate | None) -> Mention | None:
    return mention(made.people[candidate.pair.offer.mentor]) if candidate else None


def _buttons(made: Preview) -> tuple[Button, ...]:
    save = SaveWeights(made.wanted.code, made.now.code)
    return (
        *((Button("Save these weights", encode(save), ButtonStyle.PRIMARY),) if made.wanted != made.now else ()),
        Button("Change", encode(OpenWeights(made.wanted.code))),
        Button("Leave it as it is", encode(ShowSettings())),
    )


def saved(weights: Weights) -> Message:
    parts = (
        Heading("Saved"),
        Text(line("From now on this counts among mentors who are equally near:")),
        Facts(tuple((LABELS[name][0], line(STEPS[str(int(weights.of(name)))])) for name in NAMES)),
        Text(line("A round that was drafted before keeps its pairs until it is planned again.")),
        Actions((Button("Settings", encode(ShowSettings())), Button("Administration", encode(MentorAdmin())))),
    )
    return Message("Saved. These weights count from now on.", parts)

"""Who lives in the sample community, where, and what kind of person each is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from bot.commands import FindMentor, OfferMentoring
from bot.ports.platforms import UserId
from bot.reference.states import STATES
from bot.sample import words
from bot.sample.names import names

MENTOR_STATES = """
TX TX TX CA CA CA FL FL NY NY PA PA IL IL MI NC NC GA VA NJ WA WA AZ MA TN IN MO MD WI CO MN SC AL LA KY OR OK CT UT
IA NV AR KS NM NE ID ME MT
"""
MENTEE_STATES = """
TX TX TX CA CA CA CA FL FL NY NY PA IL IL MI NC GA VA NJ WA AZ AZ MA TN IN MO MD WI CO MN SC AL LA KY OR OK CT UT IA
NV AR MS KS NM NE ID WV HI NH ME RI MT DE SD ND VT AK WY PR DC VI
"""
SETTINGS = """
elementary elementary elementary elementary elementary schools middle-school middle-school high-school high-school
preschool-619 preschool-619 itinerant rural-sole-ot special-day-school transition-18-22 charter virtual-teletherapy
"""
NOWHERE_NEAR = "GU"  # more hours away from every mentor than a pair may be apart
TOPICS = """
iep-process evaluation-eligibility goals service-delivery workload scheduling documentation medicaid-billing
section-504 mtss-rti transition dismissal data-collection teacher-collaboration family-collaboration
sensory-regulation wellbeing intervention-planning assistive-tech
"""
ALLIES = ("slp", "pt", "school-psych", "sped-teacher")


@dataclass(frozen=True)
class Size:
    """How many come in each week, and how many only look on."""

    mentees: tuple[int, ...]
    mentors: tuple[int, ...]
    onlookers: int

    @property
    def weeks(self) -> int:
        return len(self.mentees)


FULL = Size(mentees=(5, 6, 6, 7, 8, 8, 9, 9, 9, 10, 10, 9), mentors=(9, 7, 7, 6, 6, 6, 5, 5, 5, 5, 4, 2), onlookers=33)


@dataclass(frozen=True)
class Person:
    """`answers` is how likely they answer at all, `hours` how long that usually takes them.

    `does` is what they come to the community for, at `at`; onlookers and moderators come for nothing of the two.
    """

    user: UserId
    name: str
    state: str
    at: datetime
    answers: float
    hours: float
    does: FindMentor | OfferMentoring | None = None
    places: int = 1
    moderator: bool = False

    @property
    def zone(self) -> str:
        return STATES[self.state].usual_zone

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


MAYA = UserId("maya-lindgren")
RUTH = UserId("ruth-adeyemi")
GUAM = UserId("sirena-camacho-bell")
MALIA = UserId("malia-ferreira")
RUTHS_HOURS = timedelta(hours=3)
MALIAS_HOURS = timedelta(hours=21)


def cast(random: Random, size: Size, until: datetime) -> tuple[Person, ...]:
    """Everyone, in the order in which they come. Ruth alone is free before school, and so is no mentee but Maya.

    Malia, the one mentor in Hawaii, was asked yesterday and has not answered yet.
    """
    known = names(random)
    begin = until - timedelta(weeks=size.weeks)
    weeks = [begin + timedelta(weeks=week) for week in range(size.weeks)]
    heroes = [
        Person(MAYA, "Maya Lindgren", "OH", until - timedelta(days=3), answers=0.0, hours=1),
        Person(RUTH, "Ruth Adeyemi", "OH", until - RUTHS_HOURS, answers=1.0, hours=0.2, does=_ruths_offer()),
        Person(
            GUAM,
            "Sirena Camacho-Bell",
            NOWHERE_NEAR,
            weeks[size.weeks * 2 // 3],
            answers=1.0,
            hours=4,
            does=_from_guam(),
        ),
        Person(MALIA, "Malia Ferreira", "HI", until - MALIAS_HOURS, answers=0.0, hours=1, does=_malias_offer()),
        Person(
            UserId("noah-kalua"),
            "Noah Kalua",
            "HI",
            until - MALIAS_HOURS + timedelta(hours=1),
            answers=1.0,
            hours=4,
            does=FindMentor("Hawaii", "elementary", ("goals",), "weekdays after 3pm", "First job, three buildings."),
        ),
    ]
    moderators = [
        Person(UserId("sam-okonkwo"), "Sam Okonkwo", "TN", begin, answers=1.0, hours=1, moderator=True),
        Person(UserId("dolores-whitfield"), "Dolores Whitfield", "OR", begin, answers=0.8, hours=3, moderator=True),
    ]
    mentors = [_mentor(random, next(known), at) for at in _spread(random, weeks, size.mentors, until)]
    mentees = [_mentee(random, next(known), at) for at in _spread(random, weeks, size.mentees, until)]
    onlookers = [_onlooker(random, name, begin, until) for name in islice(known, size.onlookers)]
    return tuple(sorted([*heroes, *moderators, *mentors, *mentees, *onlookers], key=lambda person: person.at))


def _ruths_offer() -> OfferMentoring:
    return OfferMentoring(
        profession="otr", years="14", states="Ohio", settings=("elementary", "schools"), free_times="weekdays 7-8am"
    )


def _malias_offer() -> OfferMentoring:
    return OfferMentoring(
        profession="otr", years="9", states="HI", settings=("elementary", "schools"), free_times="flexible"
    )


def _from_guam() -> FindMentor:
    return FindMentor("Guam", "elementary", ("scheduling", "workload"), "weekdays after 4pm", "Nobody near, I know.")


def _spread(random: Random, weeks: Sequence[datetime], counts: Iterable[int], until: datetime) -> Iterator[datetime]:
    """Moments in daytime on any day but mostly on school days."""
    for week, count in zip(weeks, counts, strict=True):
        for _ in range(count):
            day = week + timedelta(days=random.choice((0, 0, 1, 1, 2, 2, 3, 5, 6)))
            moment = day.replace(hour=14, minute=0) + timedelta(minutes=random.randrange(9 * 60))
            yield min(max(moment, week), until - timedelta(hours=random.uniform(1, 9)))


def _mentor(random: Random, name: str, at: datetime) -> Person:
    state = random.choice(MENTOR_STATES.split())
    ally = random.random() < 0.07
    neighbors = random.sample(sorted(set(STATES[state].neighbours) - {"OH"}), 1) if random.random() < 0.3 else []
    offer = OfferMentoring(
        profession=random.choice(ALLIES) if ally else random.choice(("otr", "otr", "otr", "otr", "ota")),
        years=str(random.choice((3, 4, 5, 6, 8, 9, 11, 12, 15, 18, 22, 27))),
        states=", ".join([state, *neighbors]),
        settings=tuple(dict.fromkeys(random.choices(SETTINGS.split(), k=random.choice((1, 2, 2, 3))))),
        free_times=random.choice((*words.AFTERNOONS, *words.AFTERNOONS, "flexible", "", "Sat 9-11am")),
    )
    answers, hours = random.choices(((0.97, 7), (0.8, 30), (0.1, 40)), weights=(66, 20, 14))[0]
    places = random.choices((1, 2, 3), weights=(76, 19, 5))[0]
    return Person(_user(name), name, state, at, answers, hours, offer, places)


def _mentee(random: Random, name: str, at: datetime) -> Person:
    state = random.choice(MENTEE_STATES.split())
    request = FindMentor(
        state=STATES[state].name,
        setting=random.choice(SETTINGS.split()),
        topics=tuple(random.sample(TOPICS.split(), random.choice((0, 1, 2, 3)))),
        free_times=random.choice(words.AFTERNOONS),
        note=random.choice(words.NOTES) if random.random() < 0.5 else "",
    )
    answers, hours = random.choices(((0.97, 5), (0.8, 20), (0.3, 40)), weights=(78, 14, 8))[0]
    return Person(_user(name), name, state, at, answers, hours, request)


def _onlooker(random: Random, name: str, begin: datetime, until: datetime) -> Person:
    at = begin + (until - begin) * random.random() * 0.9
    return Person(_user(name), name, random.choice(MENTEE_STATES.split()), at, answers=0.5, hours=12)


def _user(name: str) -> UserId:
    return UserId(name.casefold().replace(" ", "-"))

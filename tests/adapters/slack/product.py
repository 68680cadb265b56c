"""Every form that the product opens, by the command that opens it, with people and words of the longest kind."""

from datetime import date, datetime, time

from bot.commands import (
    EditRequest,
    FindMentor,
    OfferMentoring,
    OnTheSheet,
    OpenAddModerator,
    OpenAnswerMentor,
    OpenAskMore,
    OpenCheckIn,
    OpenDecline,
    OpenFeedback,
    OpenFindMentor,
    OpenGroupSession,
    OpenHoursFiles,
    OpenJoinCommunity,
    OpenMatchByHand,
    OpenMentor,
    OpenMessages,
    OpenNotNow,
    OpenNotWith,
    OpenOfferDetails,
    OpenOfferMentoring,
    OpenPauseMatch,
    OpenPauseOffer,
    OpenPauseRequest,
    OpenRemoveModerator,
    OpenRequestDetails,
    OpenReschedule,
    OpenSchedule,
    OpenSearchAgain,
    OpenSettings,
    OpenSetup,
    OpenTerms,
    OpenVouch,
    OpenWeights,
    OpenZone,
    SearchAgain,
)
from bot.domain.match import Missed
from bot.domain.member import Rules
from bot.domain.proposal import Origin, Proposal
from bot.domain.status import ProposalStatus
from bot.domain.weights import USUAL
from bot.ids import OfferId, ProposalId, RequestId, SpaceId, new_id
from bot.ports.platforms import Platform, Space
from bot.reference.credits import rules_for
from bot.texts import (
    agreed_terms,
    asking,
    checking_in,
    choices,
    claiming,
    closing,
    group_sessions,
    hours,
    joining,
    keeping,
    mentors,
    moderating,
    moderators,
    nudging,
    offering,
    pausing,
    proposing,
    rules,
    setting_up,
    waiting,
    weights,
)
from bot.texts.schedule_form import Filled, schedule_form
from bot.views import Form, Option
from tests.core.test_pair_texts import HERE, NOW, PAIR, SESSION, member, offer, request

REQUEST, OFFER = request(), offer()
TODAY = date(2026, 10, 5)
PROPOSAL = Proposal(
    community=HERE,
    id=ProposalId(new_id()),
    request=RequestId(new_id()),
    offer=OfferId(new_id()),
    mentee=PAIR.mentee.id,
    mentor=PAIR.mentor.id,
    origin=Origin.RANKED,
    tier=1,
    reasons=(),
    status=ProposalStatus.OPEN,
    made_at=NOW,
    due_at=NOW,
    question="Which age group <!channel> & *why*?",
)
FILLED = Filled(TODAY, time(15, 30), "weekly", 50, "video", "", 12, "one\ntwo", "next", hour_before=True)
PEOPLE = tuple(Option(new_id(), f"Person {number}") for number in range(300))
SPACE = Space(SpaceId("T1"), Platform.SLACK, "School OTs", channel="C1")
STANDING = datetime(2026, 10, 6, 15, 30)  # noqa: DTZ001 (a wall time)

FORMS: tuple[tuple[str, Form], ...] = (
    (OpenFindMentor.slug, asking.request_form(FindMentor(), {})),
    (OpenFindMentor.slug, asking.request_form(EditRequest(REQUEST.id), asking.values_of(REQUEST))),
    (OpenRequestDetails.slug, asking.details_form(REQUEST)),
    (OpenNotWith.slug, asking.not_with_form(REQUEST, PEOPLE[:5])),
    (OpenNotWith.slug, asking.not_with_form(REQUEST, PEOPLE)),
    (OpenNotWith.slug, asking.not_with_form(REQUEST, ())),
    (OpenPauseRequest.slug, waiting.pause_request_form(REQUEST, "Mon, Oct 5")),
    (OpenZone.slug, choices.zone_form(["OH", "IN"], "America/New_York")),
    (OpenOfferMentoring.slug, offering.offer_form(OfferMentoring(), {})),
    (OpenOfferMentoring.slug, offering.offer_form(OfferMentoring(), offering.values_of(OFFER), editing=True)),
    (OpenOfferDetails.slug, offering.details_form(OFFER, 3)),
    (OpenPauseOffer.slug, offering.pause_offer_form(OFFER, "Mon, Oct 5")),
    (OpenDecline.slug, proposing.decline_form(PROPOSAL)),
    (OpenNotNow.slug, proposing.not_now_form(PROPOSAL, "Mon, Oct 5")),
    (OpenAskMore.slug, proposing.ask_more_form(PROPOSAL)),
    (OpenAnswerMentor.slug, proposing.answer_form(PROPOSAL)),
    (OpenSchedule.slug, schedule_form(PAIR.match.id, PAIR, PAIR.mentee.id, FILLED, TODAY)),
    (OpenTerms.slug, agreed_terms.terms_form(PAIR.match.id, goals="one\ntwo", missed=Missed.NEXT, place="")),
    (OpenPauseMatch.slug, pausing.form(PAIR, PAIR.mentor, TODAY)),
    (OpenReschedule.slug, keeping.reschedule_form(PAIR, PAIR.mentee.id, SESSION, STANDING, TODAY)),
    (OpenCheckIn.slug, checking_in.form(PAIR, PAIR.mentee.id, SESSION, ("W" * 400,), None, None)),
    (OpenMessages.slug, nudging.messages_form(("reminders",))),
    (OpenHoursFiles.slug, hours.files_form(PAIR, PAIR.mentee.id, rules_for("mentee"))),
    (OpenSearchAgain.slug, asking.request_form(SearchAgain(PAIR.match.id), asking.values_of(REQUEST))),
    (OpenFeedback.slug, closing.feedback_form(PAIR, PAIR.mentee.id, None)),
    (OnTheSheet.slug, claiming.code_form()),
    (OpenMatchByHand.slug, moderating.match_form([(REQUEST, PAIR.mentee)], [(OFFER, PAIR.mentor)], REQUEST.id, NOW)),
    (OpenMentor.slug, mentors.mentor_form([member(f"Mentor {number}") for number in range(150)])),
    (OpenGroupSession.slug, group_sessions.form(None, TODAY, ask_zone=True)),
    (OpenSettings.slug, rules.settings_form(Rules())),
    (OpenWeights.slug, weights.form(USUAL)),
    (OpenSetup.slug, setting_up.setup_form(SPACE, Rules())),
    (OpenAddModerator.slug, moderators.add_form()),
    (OpenRemoveModerator.slug, moderators.remove_form([PAIR.mentee, PAIR.mentor])),
    (OpenJoinCommunity.slug, joining.join_form()),
    (OpenVouch.slug, claiming.vouch_form(PAIR.mentee, [(member("W" * 100), ["mentor", "mentee"])])),
)

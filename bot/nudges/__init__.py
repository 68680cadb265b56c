"""One small file per kind of nudge, and the table of all."""

from collections.abc import Mapping

from bot.nudges import (
    agreement_pending,
    another_mentee,
    clocks_change,
    confirming,
    conversation_over,
    did_you_meet,
    first_meeting,
    halfway,
    hour_before,
    partner_left,
    pause_over,
    proposal,
    quiet,
    round_turn,
    search_again,
    session_reminder,
    sign_off,
    still_here,
    term_over,
    waiting,
    weekly_check_in,
)
from bot.nudges.kind import Kind

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for module in (
        waiting,
        proposal,
        agreement_pending,
        first_meeting,
        session_reminder,
        halfway,
        hour_before,
        did_you_meet,
        clocks_change,
        weekly_check_in,
        quiet,
        still_here,
        term_over,
        sign_off,
        partner_left,
        pause_over,
        conversation_over,
        round_turn,
        confirming,
        another_mentee,
        search_again,
    )
    for kind in module.KINDS
}

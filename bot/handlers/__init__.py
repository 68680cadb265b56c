"""One file per feature; each lists which command it handles how. A handler call is one transaction without network."""

from bot.handlers import (
    agreeing,
    asking,
    checking_in,
    claiming,
    closing,
    group_sessions,
    joining,
    keeping,
    matching,
    moderating,
    nudging,
    offering,
    overview,
    reaching,
    rounds,
    setting_up,
    weighing,
    zones,
)
from bot.handlers.handler import Handles

HANDLERS: Handles = {
    **asking.HANDLES,
    **zones.HANDLES,
    **offering.HANDLES,
    **matching.HANDLES,
    **agreeing.HANDLES,
    **checking_in.HANDLES,
    **keeping.HANDLES,
    **nudging.HANDLES,
    **closing.HANDLES,
    **overview.HANDLES,
    **reaching.HANDLES,
    **moderating.HANDLES,
    **rounds.HANDLES,
    **setting_up.HANDLES,
    **weighing.HANDLES,
    **claiming.HANDLES,
    **joining.HANDLES,
    **group_sessions.HANDLES,
}

"""Forms that come back: what was typed is kept as a draft; student information is spoken about before it is kept."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from bot.commands import Command
from bot.context import Context
from bot.domain.message import Draft
from bot.guard import findings
from bot.texts import guarding
from bot.views import Rejected

Values = Mapping[str, str | tuple[str, ...]]


async def refused(context: Context, command: Command, problems: Mapping[str, str], sentence: str = "") -> Rejected:
    """Keeps what was typed for its writer (24 hours) and says what to mend."""
    await _keep(context, command, warned=False)
    return Rejected(sentence or guarding.mend(len(problems)), dict(problems))


async def guarded(context: Context, command: Command, texts: Mapping[str, str]) -> Rejected | None:
    """Warns once when free text looks as if it identified a student; the same text sent again passes.

    `texts` maps field names to what was typed. Nothing but the writer's own draft is stored, and only the kind of
    what was found is recorded.
    """
    found = {name: findings(text) for name, text in texts.items() if text}
    if not any(found.values()):
        return None
    before = await context.uow.drafts.get(context.me.id, command.slug)
    if before is not None and before.warned and before.values == _values(command):
        return None
    await _keep(context, command, warned=True)
    kinds = sorted({finding.kind for each in found.values() for finding in each})
    for kind in kinds:
        await context.record("member", context.me.id, "guard-warned", str(kind))
    problems = {name: guarding.warning(texts[name], each) for name, each in found.items() if each}
    return Rejected(guarding.WARNED, problems)


async def draft(context: Context, form: str) -> dict[str, str | tuple[str, ...]]:
    """What its writer typed last into this form and did not send."""
    kept = await context.uow.drafts.get(context.me.id, form)
    if kept is None:
        return {}
    return {k: tuple(v) if isinstance(v, list) else v for k, v in json.loads(kept.values).items()}


async def sent(context: Context, command: Command) -> None:
    await context.uow.drafts.remove(context.me.id, command.slug)


async def _keep(context: Context, command: Command, *, warned: bool) -> None:
    kept = Draft(
        community=context.community.id,
        member=context.me.id,
        form=command.slug,
        values=_values(command),
        warned=warned,
        saved_at=context.now,
    )
    await context.uow.drafts.save(kept)


def _values(command: Command) -> str:
    return json.dumps(asdict(command), ensure_ascii=False, sort_keys=True)

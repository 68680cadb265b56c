"""All views that were ever opened, by id and by external id; stacks and home tabs."""

from typing import TYPE_CHECKING

from tests.simulators.slack.jsons import Json
from tests.simulators.slack.views import SlackView

if TYPE_CHECKING:
    from tests.simulators.slack.people import SlackPerson
    from tests.simulators.slack.server import SimulatedSlack


class ViewStore:
    def __init__(self, slack: "SimulatedSlack") -> None:
        self._slack = slack
        self._views: dict[str, SlackView] = {}

    def open(self, person: "SlackPerson", content: Json) -> SlackView:
        """A new stack; what was open before is gone."""
        for view in person.modals:
            view.closed = True
        person.modals.clear()
        return self.push(person, content)

    def push(self, person: "SlackPerson", content: Json) -> SlackView:
        view = SlackView(person, self._slack.ids.new("V"), content)
        below = person.modal
        view.root_view_id = below.root_view_id if below else view.id
        view.previous_view_id = below.id if below else ""
        self._views[view.id] = view
        person.modals.append(view)
        return view

    def publish(self, person: "SlackPerson", content: Json) -> SlackView:
        if person.home is None:
            person.home = SlackView(person, self._slack.ids.new("V"), content)
            self._views[person.home.id] = person.home
        else:
            person.home.shows(content)
        return person.home

    def find(self, view_id: str) -> SlackView | None:
        return self._views.get(view_id)

    def by_external_id(self, external_id: str) -> SlackView | None:
        found = (v for v in self._views.values() if not v.closed and v.content.get("external_id") == external_id)
        return next(found, None) if external_id else None

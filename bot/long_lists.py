"""Long lists that are the same for everybody, known without opening the form that has them. Pure."""

from collections.abc import Mapping

from bot.commands import FindMentor, OfferMentoring
from bot.texts.asking import request_form
from bot.texts.offering import offer_form
from bot.views import SearchField

OF_FORMS: Mapping[str, Mapping[str, SearchField]] = {
    form.action: {field.name: field for field in form.fields if isinstance(field, SearchField)}
    for form in (request_form(FindMentor(), {}), offer_form(OfferMentoring(), {}))
}
"""By the action of the form, then by the name of the field."""

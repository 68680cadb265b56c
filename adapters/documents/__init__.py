"""Draws charts and writes calendar files: the `Documents` port."""

import asyncio

from bot.documents import CalendarSeries, Chart


class Drawings:
    """Both libraries are imported at the first use: they cost more time and memory than the rest of the program."""

    async def picture(self, chart: Chart) -> bytes:
        return await asyncio.to_thread(_picture, chart)

    def calendar(self, series: CalendarSeries) -> bytes:
        from adapters.documents.calendar_file import calendar_file

        return calendar_file(series)


def _picture(chart: Chart) -> bytes:
    from adapters.documents.charts import picture

    return picture(chart)

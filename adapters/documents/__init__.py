"""Draws charts and writes calendar files, papers to print and spreadsheets: the `Documents` port."""

import asyncio
from typing import assert_never

from bot.documents import CalendarSeries, Chart, Document, Paper, Spreadsheet


class Drawings:
    """Libraries are imported at the first use: they cost more time and memory than the rest of the program."""

    async def picture(self, chart: Chart) -> bytes:
        return await asyncio.to_thread(_picture, chart)

    async def file(self, document: Document) -> bytes:
        match document:
            case CalendarSeries():
                from adapters.documents.calendar_file import calendar_file

                return calendar_file(document)
            case Paper():
                return await asyncio.to_thread(_printed, document)
            case Spreadsheet():
                from adapters.documents.spreadsheet import csv_file

                return csv_file(document)
            case _:
                assert_never(document)


def _picture(chart: Chart) -> bytes:
    from adapters.documents.charts import picture

    return picture(chart)


def _printed(paper: Paper) -> bytes:
    from adapters.documents.paper import printed

    return printed(paper)

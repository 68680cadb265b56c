"""A paper to print, as PDF: real text with a title, a language, bookmarks, and headings on every page of a table.

On US Letter. fpdf2 marks no cells of tables for screen readers, so each row is also readable as the line that it is.
"""

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, TableBordersLayout
from fpdf.fonts import FontFace, TTFFont
from fpdf.prefs import ViewerPreferences

from adapters.documents.glyphs import Letters, font_file
from bot.documents import Chapter, Paper, Table

FONT = "DejaVu"
EDGE = 20  # millimeters
INK, SHADE, RULE = (31, 41, 51), (238, 240, 243), (150, 157, 166)
TITLE, HEADING, BODY, SMALL = 17, 12, 9.5, 8  # points
LINE = 5.2  # millimeters
LABEL = 42
SIGNED = 90
WIDEST = 70
BOLD = FontFace(emphasis="BOLD", fill_color=SHADE)
FACTS = FontFace(emphasis="BOLD")


def printed(paper: Paper) -> bytes:
    """The PDF; blocks for some tenths of a second."""
    pdf = _Sheets(paper)
    pdf.add_page()
    pdf.title_block()
    for chapter in paper.chapters:
        pdf.chapter(chapter)
    if pdf.letters.missed:
        pdf.ln(4)
        pdf.words(paper.unknown)
    return bytes(pdf.output())


class _Sheets(FPDF):
    def __init__(self, paper: Paper) -> None:
        super().__init__(format="letter")
        self.paper = paper
        self.set_margins(EDGE, EDGE)
        self.set_auto_page_break(auto=True, margin=EDGE)
        self.add_font(FONT, fname=font_file())
        self.add_font(FONT, "B", font_file("-Bold"))
        font = self.fonts[FONT.lower()]
        assert isinstance(font, TTFFont)
        self.letters = Letters(font.cmap)
        self.set_title(paper.title)
        self.set_lang(paper.language)
        self.set_creation_date(paper.made)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.set_text_color(*INK)
        self.set_draw_color(*RULE)

    def footer(self) -> None:
        self.set_y(-EDGE + 6)
        self.set_font(FONT, size=SMALL)
        number = self.paper.page.format(self.page_no(), "{nb}")
        self.cell(self.epw * 0.8, 5, self._cut(self.paper.foot, self.epw * 0.8))
        self.cell(0, 5, number, align="R")

    def title_block(self) -> None:
        self.set_font(FONT, "B", TITLE)
        self._paragraph(self.paper.title, 8)
        self.ln(1.5)
        self.words(*self.paper.words)

    def chapter(self, chapter: Chapter) -> None:
        self._keep_together(3 * LINE + (len(chapter.signatures) and 40))
        self.ln(3)
        self.set_font(FONT, "B", HEADING)
        self.start_section(self.letters.fitting(chapter.heading))
        self._paragraph(chapter.heading, 7)
        self.ln(1)
        if chapter.facts:
            self._facts(chapter.facts)
        if chapter.table:
            self._table(chapter.table)
        self.words(*chapter.words)
        for who in chapter.signatures:
            self._signature(who)

    def words(self, *paragraphs: str) -> None:
        self.set_font(FONT, size=BODY)
        for paragraph in paragraphs:
            self._paragraph(paragraph, LINE)
            self.ln(1.2)

    def _paragraph(self, text: str, height: float) -> None:
        self.multi_cell(0, height, self.letters.fitting(text), align="L", new_x="LMARGIN", new_y="NEXT")

    def _facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        self.set_font(FONT, size=BODY)
        widths = (LABEL, self.epw - LABEL)
        with self.table(
            borders_layout=TableBordersLayout.NONE,
            col_widths=widths,
            first_row_as_headings=False,
            line_height=LINE,
            text_align="LEFT",
            v_align="TOP",
        ) as table:
            for label, value in facts:
                row = table.row()
                row.cell(self.letters.fitting(label), style=FACTS)
                row.cell(self.letters.fitting(value))
        self.ln(1.2)

    def _table(self, drawn: Table) -> None:
        widths = self._widths(drawn)
        self.set_font(FONT, size=BODY)
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=widths,
            headings_style=BOLD,
            line_height=LINE,
            padding=(0.6, 1.5),
            text_align=tuple("RIGHT" if column in drawn.numeric else "LEFT" for column in drawn.columns),
        ) as table:
            for cells in (drawn.columns, *drawn.rows):
                table.row([self.letters.fitting(cell) for cell in cells])
        self.ln(2)

    def _widths(self, drawn: Table) -> tuple[float, ...]:
        """What each column's widest cell needs, within reason; the page's width is shared out in this proportion."""
        self.set_font(FONT, "B", BODY)
        every = zip(drawn.columns, *drawn.rows, strict=True)
        return tuple(min(max(map(self._width, column)), WIDEST) + 4 for column in every)

    def _width(self, cell: str) -> float:
        return self.get_string_width(self.letters.fitting(cell))

    def _signature(self, who: str) -> None:
        self.ln(11)
        self.line(self.l_margin, self.get_y(), self.l_margin + SIGNED, self.get_y())
        self.ln(1)
        self.set_font(FONT, size=SMALL)
        self._paragraph(who, 4)

    def _keep_together(self, height: float) -> None:
        if self.will_page_break(height):
            self.add_page()

    def _cut(self, text: str, width: float) -> str:
        """The one line that fits."""
        lines = self.multi_cell(
            width, 5, self.letters.fitting(text), dry_run=True, output=MethodReturnValue.LINES, align="L"
        )
        assert isinstance(lines, list)
        return str(lines[0]) if len(lines) < 2 else f"{str(lines[0])[:-1].rstrip()}…"

"""What a report is made from: the survey, its printed tables, the claims that these bear, the authors' words."""

from dataclasses import dataclass, field
from functools import cached_property

from pipeline.describe.groups import TOTAL
from pipeline.report.grid import take


@dataclass(frozen=True)
class Source:
    """``tables``: tidy tables by name, what privacy hides missing (see ``grid.COLUMNS``); ``claims``: of these tables;
    ``remarks``: the authors' words, place → blocks."""

    survey: object
    tables: dict
    claims: tuple = ()
    remarks: dict = field(default_factory=dict)

    @property
    def form(self):
        """The questionnaire."""
        return self.survey.form

    def together(self, name):
        """The printed rows of everybody who answered a question, nets and ends of its scale among them, as dicts."""
        return self._everybody.get(name, [])

    @cached_property
    def _everybody(self):
        found = {}
        for row in take(self.tables, "banners", by=TOTAL).dropna(subset=["percent"]).to_dict("records"):
            found.setdefault(row["question"], []).append(row)
        return found

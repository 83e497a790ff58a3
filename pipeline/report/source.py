"""What a report is made from: the survey, its printed tables, the claims that these bear, the authors' words."""

from dataclasses import dataclass, field


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

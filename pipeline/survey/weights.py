"""What a survey.yaml says of the weights."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Weighting:
    """Weights that meet the staff list in its ``margins`` (questions).

    ``base`` (key ``from``): the column of the raw file with the weight to begin with; alone it is the weight.
    ``method``: "rake" (each margin), "post" (the margins crossed: post-stratification) or "greg" (linear calibration,
    number questions among the margins). ``trim``: how low and high final weights go, the mean being 1 –
    or by ``percentile`` of the untrimmed weights (in survey.yaml a key of ``trim``); ``bounds``: how far they go from
    the base weight, as a ratio. ``empty``: what happens to a category of the list (a cell of "post") that nobody
    answered – "refuse", "merge" (with its neighbour) or "drop" (out of the population, and said). ``blank``: people who
    left a margin blank – "keep" (a category of their own at their share of the answers) or "refuse". ``fpc``:
    intervals with the finite population correction, labelled so.
    """

    base: str = field(default="", metadata={"key": "from"})
    method: str = "rake"
    margins: tuple[str, ...] = ()
    trim: tuple[float, ...] = ()
    percentile: tuple[float, ...] = ()
    bounds: tuple[float, ...] = ()
    empty: str = "refuse"
    blank: str = "keep"
    fpc: bool = False

    @property
    def kind(self):
        """What the variance takes the calibration for: raking within ``bounds`` is R's calibrate, not its rake."""
        return "greg" if self.bounds else self.method

"""What is compared between groups: one figure of every group, as it is printed, and who has none."""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from pipeline import vi
from pipeline.claims import names, printed, scale
from pipeline.claims.names import did
from pipeline.wording import say

SURELY = 1.96
ESTIMATED = " (ước lượng)"


@dataclass(frozen=True)
class Levels:
    """``figures``: group → figure, in the order of the groups; ``lost``: groups that have none although they are there;
    ``small``: groups too few for a size. ``done``: what people did whose share it is, "" of a mean; ``options``: whose
    answers it counts (none of a net); ``without``: in brackets, whom it leaves out as standing outside the scale, or
    that it does not; ``errors``: group → standard error; ``limits``: group → its 95 % interval, as it is printed."""

    figures: dict
    lost: tuple = ()
    small: tuple = ()
    done: str = ""
    options: tuple = ()
    scale: str = ""
    without: str = ""
    errors: dict = None
    limits: dict = None

    @property
    def values(self):
        """Group → number."""
        return {group: figure.value for group, figure in self.figures.items()}

    def ends(self):
        """The groups with the highest and the lowest number, of equals the first."""
        values = self.values
        return max(values, key=values.get), min(values, key=values.get)

    @property
    def groups(self):
        """Every group there is."""
        return [*self.figures, *self.lost]

    def is_over(self, high, low):
        """Whether one group's printed number is over another's."""
        return {high, low} <= {*self.figures} and self.figures[high].value > self.figures[low].value

    def meet(self, one, other):
        """Whether the 95 % intervals of two groups meet."""
        (low, high), (least, most) = self.limits[one], self.limits[other]
        return low <= most and least <= high

    def stands_out(self, group):
        """Whether the interval of a group meets that of no other."""
        return not self.lost and not any(self.meet(group, other) for other in self.figures if other != group)

    def steps(self):
        """From each group to the next: the difference in standard errors."""
        names = list(self.figures)
        pairs = zip(names, names[1:], strict=False)
        return np.array([self.apart(a, b) for a, b in pairs])

    def apart(self, first, last):
        """How many standard errors the last group is over the first."""
        error = np.hypot(self.errors.get(first, 0), self.errors.get(last, 0))
        gap = self.figures[last].value - self.figures[first].value
        return gap / error if error else np.sign(gap) * np.inf if gap else 0.0


def of_option(name, cells, form, question, option, verb="chọn"):
    """Levels of the share of one option, of all who answered."""
    held, whole = [cell for cell in cells if cell["option"] == option], did(form, question, [option], verb)
    apart = say(ESTIMATED) if name == "open_shares" else names.with_apart(form[question], option)
    return _levels(name, held, "percent", done=whole, options=(option,), without=apart)


def of_row(name, cells, form, question, row, options):
    """Levels of a net or of the two highest points: a row of its own in the table."""
    held = [cell for cell in cells if cell["row"] == row[0] and (not row[1] or cell["option"] == row[1])]
    sizes = _sizes(cells)  # a hidden row has no base of its own: its group is there all the same
    held = [_sized(cell, sizes) for cell in held]
    is_net = row[0] == "net"
    whole = names.in_net(form, question, row[1]) if is_net else did(form, question, options, "trả lời")
    own = {} if is_net else {"options": tuple(options), "without": names.without(form[question])}
    return _levels(name, held, "percent", done=whole, **own)


def of_means(name, cells, question):
    """Levels of the mean of a scale or a number; a hidden mean has no base, so its group's size says who is there."""
    sizes, unknown = _sizes(cells), 1 if question.kind == "number" else float("nan")
    sizes = {group: unknown if pd.isna(size) else size for group, size in sizes.items()}
    held = [_sized(cell, sizes) for cell in cells if cell["row"] == "mean"]
    scale = say("thang 1–{points}", points=len(question.points)) if question.points else ""
    return _levels(name, held, "mean", names.unit(question), scale=scale, without=names.without(question))


def _sized(cell, sizes):
    """The cell with its own base, of a hidden one with the size of its group."""
    return cell | {"base": sizes[cell["group"]]} if pd.isna(cell["base"]) else cell


def _sizes(cells):
    """Group → its largest printed base; missing where every row of it is hidden."""
    found = {}
    for cell in cells:
        found[cell["group"]] = float(np.fmax(found.get(cell["group"], np.nan), cell["base"]))
    return found


def of_points(name, cells, question):
    """Levels by which groups are put in order where no mean is printed: the mean point of the printed shares.

    They are no figures of any table, so they stand in no sentence.
    """
    labels = {c.name: c.label for c in question.choices}
    point = {labels[p]: at for at, p in enumerate(question.points, start=1)}
    held = pd.DataFrame([cell for cell in cells if cell["option"] in point], columns=printed.CELLS.split())
    whole = held.groupby("group", sort=False)["percent"].apply(lambda p: p.notna().all() & (p.sum() > 0))
    sums = held.assign(mean=held["percent"] * held["option"].map(point)).groupby("group", sort=False)
    base, total = sums["base"].sum(min_count=1), sums["percent"].sum()
    mean = (sums["mean"].sum() / total.where(total > 0)).where(whole.astype(bool))
    rows = pd.DataFrame({"group": mean.index, "mean": mean.to_numpy(), "base": base.reindex(mean.index).to_numpy()})
    rows = rows.assign(question=question.name, row="", option="", by="")
    return _levels(name, rows.to_dict("records"), "mean")


def of_ranks(name, cells, option):
    """Levels of the mean rank of an option of a rank question."""
    sizes = _sizes(cells)
    held = [cell | {"base": sizes[cell["group"]]} for cell in cells if cell["option"] == option]
    return _levels(name, held, "mean")


def _levels(name, cells, column, unit="", **more):
    held = [cell for cell in cells if cell["base"] != 0]
    known = [cell for cell in held if pd.notna(cell[column])]
    gone = [cell for cell in held if pd.isna(cell[column])]
    make = printed.share if column == "percent" else partial(_mean, unit=unit)
    limits = {cell["group"]: _limits(cell, column) for cell in known}
    errors = {group: (high - low) / (2 * SURELY) for group, (low, high) in limits.items()}
    limits = {cell["group"]: _as_printed(cell, column, limits[cell["group"]]) for cell in known}
    figures = {cell["group"]: _within(make(name, cell), limits[cell["group"]]) for cell in known}
    lost = tuple(cell["group"] for cell in gone if pd.notna(cell["base"]))
    small = tuple(cell["group"] for cell in gone if pd.isna(cell["base"]))
    return Levels(figures, lost, small, errors=errors, limits=limits, **more)


def _mean(name, row, unit):
    return printed.figure(name, row, "mean", unit=unit, digits=_digits(row), base=float(row["base"]))


def _digits(row):
    """Decimals of a mean: of a number by its spread."""
    return row.get("digits", printed.OF_MEANS)


def _limits(row, column):
    """The 95 % interval of a share or a mean: that of another table, where one prints it, else by the effective base;
    without end where its spread or its people are not known."""
    if pd.notna(row.get("low")):
        return row["low"], row["high"]
    if column == "percent":
        return scale.around(row)
    people = row.get("effective_base")
    people = row["base"] if people is None or people != people else people
    spread = row.get("sd")
    is_known = spread == spread and spread is not None and people
    reach = SURELY * spread / np.sqrt(people) if is_known else np.inf
    return row[column] - reach, row[column] + reach


def _as_printed(row, column, limits):
    """An interval as the table prints it beside its figure, so that what is told of two groups can be seen there."""
    digits = _digits(row) if column == "mean" else 1 if row["base"] >= vi.SURE else 0
    return tuple(float(vi.rounded(end, digits)) if np.isfinite(end) else end for end in limits)


def _within(figure, limits):
    """The figure with its interval, where it has one."""
    return replace(figure, low=limits[0], high=limits[1]) if np.isfinite(limits).all() else figure

"""The design of a survey by the names of its columns, as survey.yaml gives them."""

from dataclasses import dataclass

LONELY = ("fail", "adjust", "certainty", "average")
REPLICATES = ("jk1", "jkn", "brr", "fay", "bootstrap", "other")


class DesignError(ValueError):
    """A design that cannot be carried out; the message is Vietnamese."""


@dataclass(frozen=True)
class Calibration:
    """How the weights were fitted to known totals: what it fixes has no sampling error left.

    ``kind``: "rake" (R: rake), "post" (the cross of the columns; R: postStratify) or "greg" (R: calibrate).
    ``columns``: categories, of "greg" numbers too; a blank is a category. ``base``: column of the weights before, empty
    where all were equal.
    """

    kind: str = "rake"
    columns: tuple[str, ...] = ()
    base: str = ""


@dataclass(frozen=True)
class Replicates:
    """Replicate weights that the file brings, one column each, the sampling weight in them (R: combined.weights).

    A name with * stands for all columns that fit, in their order. Without columns those of ``kind`` "jk1", "jkn" or
    "bootstrap" are made from the strata and PSUs of the design, ``number`` of the last.
    The variance is ``scale`` · Σ ``rscales`` · (θ_r − mean of θ_r)²; without ``scale`` that of the kind (R:
    svrepdesign): 1/R of "brr", 1/(R(1−rho)²) of "fay", (R−1)/R of "jk1", 1/(R−1) of "bootstrap", 1 else.
    """

    columns: tuple[str, ...] = ()
    kind: str = ""
    scale: float = 0.0
    rscales: tuple[float, ...] = ()
    rho: float = 0.0
    number: int = 0


@dataclass(frozen=True)
class Design:
    """Columns of the answers that say how people were drawn: everything empty is a simple sample with equal weights.

    ``weight``: the final weights. ``strata``; ``psu`` (clusters, numbered within strata). ``fpc``, a column or a
    number: how many PSUs (without ``psu``: people) the person's stratum has, or, all being 1 or less, which share was
    drawn; with strata and without ``weight`` it gives the weights, too (R: svydesign).
    ``lonely``: a stratum of one PSU is refused ("fail"), measured from the mean of all ("adjust"), without error
    ("certainty") or takes the average of the others ("average"), as R's survey.lonely.psu.
    """

    weight: str = ""
    strata: str = ""
    psu: str = ""
    fpc: str | float | None = None
    lonely: str = "fail"
    calibration: Calibration = Calibration()
    replicates: Replicates = Replicates()


def column(answers, name):
    """A column of the design; DesignError where the answers have none."""
    if name not in answers.columns:
        raise DesignError(f"Bảng trả lời không có cột «{name}» mà thiết kế mẫu cần; xem khóa design của survey.yaml.")
    return answers[name]

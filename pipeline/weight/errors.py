"""What the modules of weighting share: the error, and the name of a blank."""

UNKNOWN = "(không trả lời)"


class WeightError(ValueError):
    """Weights that cannot be had as asked; the message says what was found, what was expected and the mend."""

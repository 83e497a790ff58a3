"""What the modules of weighting share: the error, the way out of it, and the name of a blank."""

UNKNOWN = "(không trả lời)"
UNWEIGHTED = " Cần báo cáo ngay, không gia quyền (báo cáo nói rõ như vậy): chạy lại với -p weighted=false."


class WeightError(ValueError):
    """Weights that cannot be had as asked; the message says what was found, what was expected and the mend."""

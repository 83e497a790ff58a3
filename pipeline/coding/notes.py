"""What a run tells of the files that a person keeps: what of them does not count for these data. Never an answer."""

import pandas as pd

from pipeline import cluster, vi
from pipeline.coding import approval, files, strays, summaries
from pipeline.coding.frame import live
from pipeline.coding.hand import decided, marked, singly
from pipeline.coding.openended import themes

FEW = 0.05  # share of the coded draws that may be out of the sample without a word
NO_MORE = "không còn trong dữ liệu này nên không in"


def notes(work, found, gone):
    """A row a sentence (``note``) on what of the files beside survey.yaml does not count for these data.

    ``gone``: the approved quotes that no answer says (``approval.gone``).
    """
    quotes = [f"{len(gone)} trích dẫn đã duyệt {NO_MORE}; vẫn giữ ở {approval.path_of(work).name}."] * (len(gone) > 0)
    own = themes(found)
    told = [strays.told(work, name, strays.everyone(work, name, one.prepared)) for name, one in own.items()]
    told += [_of_sample(name, one) for name, one in own.items()]
    told = [*filter(None, told), *quotes, *(line for one in own.values() for line in _of_sentences(work, one))]
    return pd.DataFrame({"note": told}, dtype="str")


def _of_sample(name, one):
    coded, line = decided(one.hand, one.frame)["key"], cluster.line(one.prepared)
    marks = marked(one.hand) & {*line}
    late, wanted = cluster.behind(line, coded[coded.isin(singly(one.hand))], marks)
    if late <= FEW * len(marks):
        return ""
    return (
        f"Câu hỏi «{name}»: {vi.number(late)} câu rút ngẫu nhiên đã mã hóa tay chưa được tính vào mẫu, vì trước chúng"
        f" trong thứ tự rút có câu chưa mã hóa (thường là câu mới nhận); mã hóa thêm chừng {vi.number(wanted)} câu tới"
        " lượt ở trang mã hóa thì được tính lại."
    )


def _of_sentences(work, one):
    lost, path = summaries.gone(live(one.frame), one.prepared["text"]), files.frame_path(work, one.question.name)
    said = f"Câu tóm tắt đã duyệt của mã {', '.join(lost)} có vế {NO_MORE}; vẫn giữ ở cột «tóm tắt» của {path.name}."
    return [said] if lost else []

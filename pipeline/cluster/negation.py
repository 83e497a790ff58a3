"""What an answer denies: "không hài lòng" is not "hài lòng", to who names groups and to what learns from words."""

import re

from pipeline.cluster.words import count_matrix

NOT = {"không", "chưa", "chẳng", "chả", "không hề", "chưa từng", "không thể"}
LACK = "thiếu"
BETWEEN = {"có", "được", "thấy", "cảm thấy", "hề", "phải", "thật sự", "rất", "quá", "thực sự", "hoàn toàn", "mấy"}
_EMPTY = """
và hay hoặc nhưng mà thì là của cho với về từ tại ở trong trên dưới ngoài vào ra lên xuống đến tới để do vì
bởi nên nếu khi lúc sau trước như thế vậy này kia đó ấy nào gì ai sao các những mọi mỗi từng một hai ba vài
nhiều ít cả tất rất quá lắm hơn nhất cũng còn vẫn đã đang sẽ vừa mới rồi chưa không chẳng có được bị phải cần
hãy đừng chỉ đều lại nữa luôn ngay tôi em anh chị mình bạn chúng ta họ nó người cái con việc sự điều theo qua
bằng giữa cùng ạ nhé à tự làm đi biết muốn thấy hơi khá thật chúng_tôi chúng_ta mọi_người có_thể không_có
nhưng_mà là_do bởi_vì cũng_như như_vậy như_thế như_thế_nào thế_nào tất_cả rất_nhiều một_số ngoài_ra tuy_nhiên
do_đó vì_vậy thì_là đôi_khi thỉnh_thoảng thường thường_xuyên hay_là hoặc_là trong_đó trên_đó sau_đó hiện_nay
bây_giờ
"""
EMPTY_WORDS = frozenset(_EMPTY.split())  # function words; those of several syllables joined by "_"


def tells(word):
    """May a word (syllables by blanks) stand for a meaning of its own?"""
    return len(word) > 1 and not word.isdigit() and word.replace(" ", "_") not in EMPTY_WORDS


def negated(words):
    """The words with a negation joined to what it negates: "không hài lòng" is a word of its own, not "hài lòng".

    Denied twice it is said ("không có gì không hài lòng" is "hài lòng").
    """
    return [said for said, _ in _scanned(words)]


def denied(texts):
    """What each answer (words by blanks, "_" inside a word) denies, as sparse counts, answers × words denied.

    None where no two answers deny the same.
    """
    found = [[what for _, what in _scanned(text.replace("_", " ") for text in own.split()) if what] for own in texts]
    counts = count_matrix(found)
    return counts if counts.shape[1] and (counts > 0).sum(axis=0).max() > 1 else None


def denies(text, name):
    """Does a text deny a word that a name says? "rất không hài lòng" denies "Hài lòng, cảm ơn"; "chưa được tập huấn"
    does not deny "Thiếu tập huấn"."""
    said, own = (re.findall(r"\w+", one.lower()) for one in (name, text))
    denied_by_name, denied_by_text = ({what for _, what in _scanned(words)} for words in (said, own))
    return LACK not in said and bool((denied_by_text - denied_by_name) & set(said))


def _scanned(words):
    """(what is said, the word that is denied in it or "") of the words, one after the other."""
    words, found, at = list(words), [], 0
    while at < len(words):
        end = at + 1
        while words[at] in NOT and end < len(words) and words[end] in BETWEEN:
            end += 1
        if words[at] in NOT and end < len(words) and tells(words[end]):
            before = next((n for n in range(len(found) - 1, max(len(found) - 5, -1), -1) if found[n][0] in NOT), None)
            found = found[:before] if before is not None else found
            found.append((words[end], "") if before is not None else (" ".join(words[at : end + 1]), words[end]))
            at = end + 1
        else:
            found.append((words[at], ""))
            at += 1
    return found

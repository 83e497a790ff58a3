"""The certificate of a file that says nothing but what the tables bear."""

import hashlib

FORM = "phieu-kiem-tra-1"


def certificate(content, name, document, mark, counted):
    """What is known of a clean file, for a JSON beside it: its SHA-256, of which report, from which figures.

    ``mark``: of the claims; ``counted``: how many numbers were held against the tables.
    """
    return {
        "mau": FORM,
        "tep": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bao_cao": document.title,
        "dau_so_lieu": mark,
        "so_con_so_da_doi_chieu": counted,
        "ket_luan": "Mọi con số, so sánh, nhóm được nêu và lời dè dặt còn đúng với các bảng của lần chạy.",
        "gioi_han": "Không kiểm tra lập luận, kiến nghị và những câu không nêu số liệu, so sánh hay nhóm người.",
    }

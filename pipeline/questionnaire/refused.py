"""What pyxform itself says against a form, in Vietnamese."""

import re

SAID = [
    (r"parameter '([\w-]+)' must be a number", "parameters", "tham số «{0}» của range phải là một số"),
    (r"parameter '([\w-]+)' must not be '0'", "parameters", "tham số «{0}» của range phải khác 0"),
    (r"'([\w-]+)' must not be larger than", "parameters", "tham số «{0}» của range lớn hơn khoảng từ start đến end"),
    (r"'([\w-]+)' must be a multiple of 'step'", "parameters", "tham số «{0}» của range phải là bội của step"),
    (r"'([\w-]+)' must be between the 'start'", "parameters", "tham số «{0}» của range phải nằm từ start đến end"),
    (r"For the 'range' question type", "parameters", "tham số hay nhãn vạch (tick) của range không hợp lệ"),
    (
        r"must be in the form of 'key1=value1",
        "parameters",
        "viết mỗi tham số dạng tên=giá_trị, cách nhau bằng dấu cách",
    ),
    (r"keys for this question type are '(.*)'\. .*key\(s\): '(.*)'", "parameters", "không có tham số «{1}» (có: {0})"),
    (
        r"randomize must be set to true or false: '(.*)'",
        "parameters",
        "randomize phải là true hoặc false, không là «{0}»",
    ),
    (r"seed value must be a number", "parameters", "seed phải là một số hoặc ${{tên_câu_hỏi}}"),
    (r"include randomize=true to use a seed", "parameters", "seed chỉ dùng cùng randomize=true"),
    (r"Missing calculation", "calculation", "câu calculate không có biểu thức; ghi cột calculation"),
    (
        r"Choice filter not supported with or_other",
        "choice_filter",
        "or_other không dùng cùng choice_filter; bỏ một trong hai",
    ),
    (r"Choice filter not supported for table-list", "choice_filter", "bảng table-list không dùng được choice_filter"),
    (r"specify choices for this 'or other'", "type", "or_other cần danh sách có ít nhất một lựa chọn ở sheet choices"),
    (
        r"list names don't match: (\S+) vs\. (\S+)",
        "type",
        "các câu trong một table-list phải chung danh sách ({0}, {1})",
    ),
    (r"Audits must always be named", "name", "dòng audit để trống cột name"),
    (r"Repeat loop without list name", "type", "vòng lặp thiếu danh sách; viết «begin loop over TÊN_DANH_SÁCH»"),
    (r"names for the same column were found: '(.*)', '(.*)'", "", "cột «{0}» và «{1}» là một; bỏ một cột"),
    (r"may be due to? a missing header row", "", "thiếu dòng tiêu đề cột"),
    (r"column headers were not found: (.*?)\. Learn", "", "thiếu cột {0}"),
    (r"must start with '\$\{\{?', then a question name", "", "viết ${{tên_câu_hỏi}}: thiếu dấu ngoặc hoặc tên sai"),
    (r"must contain a name from the 'survey' sheet.*name '(.*)'", "", "${{{0}}} không phải tên câu hỏi nào; sửa tên"),
    (r"[Tt]he name '(.*)' appears more than once", "", "${{{0}}} là tên của nhiều câu hỏi; đặt tên riêng"),
    (
        r"question \$\{(.*?)\} is not user-visible",
        "trigger",
        "câu «{0}» không hiện trên phiếu nên không làm trigger được",
    ),
    (r"big-image, you must also specify an image", "big-image", "big-image cần cả cột image"),
    (r"File name for '(.*)' should end with", "type", "«{0}»: tên tệp phải có đuôi .csv, .xml hoặc .geojson"),
    (r"element named '(.*)' has no label or hint", "label", "câu hỏi «{0}» không có nhãn; ghi lời câu hỏi"),
    (r"should be an external_choices sheet", "type", "select_one_external cần sheet external_choices"),
    (r"Repeat names must", "name", "tên nhóm lặp phải riêng trong cả phiếu và khác «data»; đổi tên"),
    (r"empty id_string", "form_id", "sheet settings, cột form_id: trống"),
    (r"save_to|entit(y|ies)", "save_to", "phần entities của phiếu không hợp lệ; bỏ sheet entities và cột save_to"),
]


def in_vietnamese(error):
    """pyxform's message as ours: place, what is wrong, and the mend where it is known."""
    text = str(error) or type(error).__name__
    row, sheet = re.search(r"\[row : (\d+)\]", text), re.search(r"[Oo]n the '(\w+)' sheet|for sheet: '(\w+)'", text)
    unknown = ("", "bộ đọc XLSForm (pyxform) không hiểu. Sửa theo xlsform.org; nguyên văn: " + _plain(text))
    hits = ((column, words, re.search(expression, text)) for expression, column, words in SAID)
    column, words = next(((c, words.format(*hit.groups(""))) for c, words, hit in hits if hit), unknown)
    named = re.search(r"the '(\S+)' value", text)
    column = column or (named[1] if named else "")
    place = [f"sheet {(sheet[1] or sheet[2]) if sheet else 'survey'}"]
    place += [f"dòng {row[1]}"] if row else ["dòng 1"] if "for sheet:" in text else []
    place += [f"cột {column}"] if column else []
    return f"{', '.join(place)}: {words}."


def _plain(text):
    return "«" + re.sub(r"\[row : \d+\]\s*", "", " ".join(text.split()))[:200].rstrip(".") + "»"

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
    (r"select from file type, using 'search", "appearance", "search() không dùng với select_…_from_file; bỏ một"),
    (r"Question '(.*?)' uses 'search", "appearance", "danh sách của «{0}» còn câu dùng không search(); tách danh sách"),
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
    (r"may be due (?:to )?a missing header row", "", "có ô nằm dưới cột không tiêu đề, hoặc thiếu dòng tiêu đề cột"),
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
    (r"[Pp]arameter (\S+) must have an integer value", "parameters", "tham số «{0}» phải là số nguyên"),
    (r"[Pp]arameter (\S+) must be", "parameters", "tham số «{0}» có giá trị không hợp lệ"),
    (
        r"(track-changes|track-changes-reasons|identify-user) must be",
        "parameters",
        "tham số «{0}» có giá trị không hợp lệ",
    ),
    (
        r"location information in the audit",
        "parameters",
        "ghi vị trí cần đủ location-priority, -min-interval, -max-age",
    ),
    (r"Invalid value for (quality)", "parameters", "tham số «{0}» có giá trị không hợp lệ"),
    (r"package name|app.* package", "parameters", "tham số app không phải tên ứng dụng Android"),
    (
        r"(?s)instance id will be generated .*?Instance name: '(.*?)'",
        "type",
        "tên «{0}» trỏ tới hai tệp ngoài khác nhau; đặt tên riêng",
    ),
    (r"Instance names must be unique.*?The name '(.*?)'", "name", "tên tệp ngoài «{0}» dùng nhiều lần; đặt tên riêng"),
    (
        r"List name not in (?:columns|choices|external choices) sheet: (\S+)",
        "type",
        "danh sách «{0}» không có trong sheet choices",
    ),
    (
        r"column names? must not be empty|headers must not be empty",
        "",
        "tên cột trống hoặc có khoảng trắng; đặt tên cột liền nhau",
    ),
    (r"a comma between each variable", "", "các ${{tên_câu_hỏi}} phải cách nhau bằng dấu phẩy"),
    (r"background-geopoint", "trigger", "background-geopoint cần trigger và không có calculation"),
    (r"omit instanceID", "omit_instanceID", "phiếu mã hóa (public_key) không bỏ được instanceID"),
    (r"Unknown question type '(.*)'", "type", "không có loại «{0}»"),
    (r"replace (\$\{.*?\}) with .* There are multiple", "", "{0} là tên của nhiều câu hỏi; đặt tên riêng"),
    (r"replace (\$\{.*?\}) with", "parameters", "{0} không phải tên câu hỏi nào (ở đây chỉ nhận tên chữ thường)"),
    (r"save_to|entit(y|ies)", "save_to", "phần entities của phiếu không hợp lệ; bỏ sheet entities và cột save_to"),
]


def in_vietnamese(error, survey=()):
    """pyxform's message as ours: place, what is wrong, and the mend where it is known.

    ``survey``: the rows of the form, among which the one meant is looked for where pyxform names none.
    """
    text = str(error) or type(error).__name__
    row, sheet = re.search(r"\[row : (\d+)\]", text), re.search(r"[Oo]n the '(\w+)' sheet|for sheet: '(\w+)'", text)
    unknown = ("", "bộ đọc XLSForm (pyxform) không hiểu. Sửa theo xlsform.org; nguyên văn: " + _plain(text), "")
    hits = ((column, words, re.search(expression, text)) for expression, column, words in SAID)
    said = ((c, words.format(*hit.groups("")), (hit.groups("") or ("",))[0]) for c, words, hit in hits if hit)
    column, words, what = next(said, unknown)
    named = re.search(r"the '(\S+)' value", text)
    column = column or (named[1] if named else "")
    number, found = (int(row[1]), column) if row else _place(survey, column, what)
    place = [f"sheet {(sheet[1] or sheet[2]) if sheet else 'survey'}"]
    place += [f"dòng {number}"] if number else ["dòng 1"] if "for sheet:" in text else []
    place += [f"cột {found}"] if found else []
    return f"{', '.join(place)}: {words}."


def _place(survey, column, what):
    """Row and column of the first cell that holds ``what``, whatever its case."""
    for row in survey if what else ():
        for name, cell in row.cells.items():
            if name in (column or name, "name" if column == "label" else column) and what.lower() in cell.lower():
                return row.number, column or name
    return 0, column


def unreadable(error):
    """What pyxform says of a workbook whose cells it could not read, in Vietnamese; "" where it is no XLSForm."""
    if twice := re.search(r"Duplicate column header: (.+)", str(error)):
        return f"cột «{twice[1]}» có hai lần ở dòng 1 của một sheet. Xóa hoặc đổi tên một cột."
    if date := re.search(r"invalid date on the (.+?) sheet, under the (.+?) column on row number (\d+)", str(error)):
        return f"sheet {date[1]}, dòng {date[3]}, cột {date[2]}: ô ngày của Excel không đọc được. Đổi ô thành chữ."
    return ""


def _plain(text):
    return "«" + re.sub(r"\[row : \d+\]\s*", "", " ".join(text.split()))[:200].rstrip(".") + "»"

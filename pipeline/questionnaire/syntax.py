"""Expressions of an XForm that no rule can be made of, named by sheet, row, column and the mend."""

import re
from xml.etree import ElementTree

from pipeline import rules

XFORMS = "{http://www.w3.org/2002/xforms}"
COLUMNS = {"relevant": "relevant", "constraint": "constraint", "calculate": "calculation", "required": "required"}


def syntax_problems(xform, numbers):
    """Lines naming the expressions that are not valid XPath; ``numbers`` gives the sheet row of a path."""
    found = []
    for path, column, expression in _expressions(ElementTree.fromstring(xform)):
        try:
            rules.parse(expression)
        except rules.RuleError as error:
            name, place = path.rsplit("/", 1)[-1], f"sheet survey, dòng {numbers.get(path) or '?'}, cột {column}"
            if str(error).startswith("mẫu regex"):
                found.append(f"{place}: {error}. Sửa mẫu của «{name}» (cú pháp biểu thức chính quy của Java).")
            elif str(error).startswith("không có hàm"):
                found.append(f"{place}: {error}, biểu mẫu không phục vụ. Viết lại biểu thức của «{name}».")
            else:
                found.append(f"{place}: biểu thức của «{name}» sai cú pháp XPath ({error}). Sửa lại biểu thức.")
    return found


def _expressions(root):
    for bind in root.iter(f"{XFORMS}bind"):
        for attribute, column in COLUMNS.items():
            yield _path(bind.get("nodeset")), column, bind.get(attribute, "")
    for default in root.iter(f"{XFORMS}setvalue"):
        yield _path(default.get("ref")), "default", default.get("value", "")
    for question in root.iter():
        for itemset in question.findall(f"{XFORMS}itemset"):
            if re.search(r"\[|randomize", itemset.get("nodeset", "")):
                yield _path(question.get("ref", "")), "choice_filter", itemset.get("nodeset")


def _path(nodeset):
    return nodeset.split("/", 2)[-1]

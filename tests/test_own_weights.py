"""A file that brings weights, strata and primary units: a run weights by them, and the report says so.

The file is like that of a household survey: 200 people, 20 communes of 2 provinces, semicolons and decimal commas.
"""

import random

import numpy as np
import pandas as pd
import pytest

from pipeline import project
from pipeline.export import microdata
from pipeline.report import method
from tests import reports, whole
from tests.commands import typed

FORM = """
| survey |
| | type | name | label |
| | select_one gioi | gioi | Câu 1. Giới tính? |
| | select_one tuoi | tuoi | Câu 2. Nhóm tuổi? |
| | select_one muc | y1 | Câu 3. Hài lòng đến đâu? |
| | integer | gio | Câu 4. Mấy giờ mỗi ngày? |
| choices |
| | list_name | name | label |
| | gioi | nam | Nam |
| | gioi | nu | Nữ |
| | tuoi | tre | Dưới 40 tuổi |
| | tuoi | gia | Từ 40 tuổi |
| | muc | 1 | Không hài lòng |
| | muc | 2 | Bình thường |
| | muc | 3 | Hài lòng |
| settings |
| | form_title | form_id |
| | Hộ gia đình | ho |
"""
YAML = """
title: Điều tra hộ gia đình
raw: ho.csv
synthetic: true
scales: {muc: {}}
banners: [gioi]
population: {file: ds.csv}
design: {strata: tinh, psu: xa}
weighting: {from: trong so, margins: [gioi, tuoi]}
privacy: {quasi_identifiers: [gioi, tuoi]}
"""
LIST = "gioi,tuoi,so_nguoi\nnam,tre,30000\nnam,gia,18000\nnu,tre,28000\nnu,gia,24000\n"


def rows():
    draw = random.Random(5)
    for at in range(200):
        commune = at // 10
        who = draw.choice(["nam", "nu"]), draw.choices(["tre", "gia"], [2, 3])[0]
        content = draw.choices("123", [1, 2, 3 + commune % 4])[0]
        yield [*who, content, str(draw.randint(0, 9)), "Bắc" if commune < 8 else "Nam", f"Xã {commune:02d}",
               f"{draw.randint(80, 600) + draw.random():.3f}".replace(".", ",")]  # fmt: skip


@pytest.fixture(scope="module")
def household(tmp_path_factory):
    """The survey's folder, and its answers as they stand in the file."""
    folder = tmp_path_factory.mktemp("hộ")
    heads = ["gioi", "tuoi", "y1", "gio", "tinh", "xa", "trong so"]
    people = pd.DataFrame(list(rows()), columns=heads)
    (folder / "ho.csv").write_text(people.to_csv(index=False, sep=";"), encoding="utf-8")
    for name, text in {"questionnaire.md": FORM, "survey.yaml": YAML, "ds.csv": LIST}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder, people


@pytest.fixture(scope="module")
def done(household):
    """The project after a whole run of the notebooks."""
    survey, out = household[0] / "survey.yaml", household[0] / "ra"
    whole.notebooks(survey, out)
    return project.at(str(survey), out=str(out))


def test_the_weights_are_the_files_raked_to_the_list(household, done):
    answers, people = project.data(done, "answers"), household[1]
    base = people["trong so"].str.replace(",", ".").astype(float)
    assert answers["design.trong so"].tolist() == base.tolist()
    ratio = (answers["weight"] / base).groupby([people["gioi"], people["tuoi"]]).agg(["min", "max"])
    assert np.allclose(ratio["min"], ratio["max"])  # one factor a combination of the margins
    assert answers["weight"].groupby(people["gioi"]).sum()["nam"] / 200 == pytest.approx(0.48)
    assert answers[["design.tinh", "design.xa"]].equals(people[["tinh", "xa"]].add_prefix("design."))


def test_the_tables_percentages_are_rs(done):
    # d <- read.csv2("ho.csv"); l <- read.csv("ds.csv", col.names = c("gioi", "tuoi", "Freq"))
    # s <- svydesign(id = ~xa, strata = ~tinh, weights = ~trong.so, data = d)
    # r <- rake(s, list(~gioi, ~tuoi), list(aggregate(Freq ~ gioi, l, sum), aggregate(Freq ~ tuoi, l, sum)),
    #           control = list(maxit = 500, epsilon = 1e-8)); 100 * coef(svymean(~factor(y1), r))
    found = project.table(done, "estimates").query("question == 'y1'")
    assert found["percent"].tolist() == pytest.approx([15.20654544, 22.21996050, 62.57349406], rel=1e-7)


def test_the_report_says_base_weight_and_method(done):
    tables = project.report_tables(done)
    said = " ".join(sum((text for _, text in method.items(done.survey, tables)), []))
    assert "(trọng số gốc × raking: hiệu chỉnh đồng thời theo các biên, bắt đầu từ trọng số gốc mà tệp" in said
    _, annex = reports.made(done.survey, tables)
    assert "trọng số gốc × raking" in reports.words(annex)
    assert all(tables[name]["method"].eq("trọng số gốc × raking").all() for name in ("design_effect", "weights"))


def test_no_output_names_a_commune_or_a_weight(household, done):
    people, told = household[1], [p for p in done.out.rglob("*") if p.suffix in (".html", ".csv", ".ipynb", ".txt")]
    secret = {*people["xa"], *people["trong so"], *people["trong so"].str.replace(",", ".")}
    printed = [p for p in told if "processed" not in p.parts]
    found = {(p.name, s) for p in printed for text in [p.read_text(encoding="utf-8")] for s in secret if s in text}
    assert len(printed) > 30 and found == set()


def test_columns_of_the_design_are_no_unknown_columns(done):
    columns = project.table(done, "columns").set_index("column")
    assert columns.loc[["tinh", "xa", "trong so"], "how"].tolist() == [
        "dùng cho design › strata (survey.yaml)",
        "dùng cho design › psu (survey.yaml)",
        "dùng cho weighting › from (survey.yaml)",
    ]


def test_microdata_carry_the_weights_and_neither_stratum_nor_unit(done):
    data, variables, *_ = microdata.anonymous(project.analysed(done), done.survey)
    assert "trong_so" in data and data["trong_so"].nunique() > 1
    assert not any("tinh" in name or "xa" in name for name in variables["variable"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("from: trong so", "from: trongso"), "weighting › from: tệp không có cột «trongso». Có phải «trong so»?"),
        (("psu: xa", "psu: cụm"), "design › psu: tệp không có cột «cụm»."),
    ],
)
def test_a_column_that_is_not_there_stops_the_run_at_once(household, tmp_path, change, told):
    folder = household[0]
    (folder / "sai.yaml").write_text(YAML.replace(*change), encoding="utf-8")
    ended = typed("run", "--survey", folder / "sai.yaml", "--out", tmp_path / "ra")
    assert ended.returncode == 1 and told in ended.stderr and not (tmp_path / "ra" / "index.html").exists()

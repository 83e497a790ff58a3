"""The steps of a run: what each is called, what it reads of the others, what lies beside survey.yaml for it."""

from pipeline.paths import ROOT

FOLDER = ROOT / "notebooks"
TITLES = {
    "01_ingest": "Đọc dữ liệu",
    "02_clean": "Làm sạch, gia quyền",
    "03_describe": "Mô tả",
    "04_infer": "So sánh, kiểm định",
    "05_cluster": "Câu hỏi mở",
    "06_export": "Báo cáo",
}
NOTEBOOKS = tuple(TITLES)
FACES = {  # what the report is printed as, each a step of its own after the notebooks
    "so": "Sổ bảng số liệu",
    "hinh": "Hình của báo cáo",
    "html": "Báo cáo HTML",
    "pdf": "Báo cáo PDF",
    "docx": "Báo cáo Word",
    "pptx": "Bản trình chiếu",
}
WAVES = (  # side by side, what takes longest first
    ("01_ingest",),
    ("02_clean",),
    ("05_cluster", "04_infer", "03_describe"),
    ("06_export", "so"),
)
ANSWERS = ("processed/answers.parquet", "processed/source.json")
WEIGHTED = (*ANSWERS, "tables/convergence.csv")  # which margins the weights meet belongs to the design
CLAIMS = "tables/claims.csv"
READS = {  # patterns in the folder of results; a step sees these and no others (02 the keys, for who must correct)
    "01_ingest": (),
    "02_clean": (
        "processed/responses.parquet",
        "processed/source.json",
        "processed/khoa-phieu.csv",
        "tables/columns.csv",
    ),
    "03_describe": WEIGHTED,
    "04_infer": WEIGHTED,
    "05_cluster": ANSWERS,
    "06_export": ("tables/*", "processed/source.json"),
    "so": ("tables/*", "processed/source.json"),
    "hinh": ("processed/bao-cao.pickle",),
    **dict.fromkeys(("html", "pdf", "docx", "pptx"), ("processed/hinh.pickle",)),
}
BESIDE = {  # patterns beside survey.yaml
    "02_clean": ("dinh-chinh.csv",),
    "05_cluster": ("codeframe-*", "ma-hoa-*", "trich-dan.csv"),
    "06_export": ("nhan-dinh.md",),
}
REPORT = ("06_export",)
SPOKEN = {  # keys of survey.yaml that are printed and decide nothing before, with the steps that read them
    "title": ("01_ingest", *REPORT),  # a store of answers may be known by it
    "subject": REPORT,
    "owner": REPORT,
    "plan": REPORT,
    "schedule": REPORT,
    "report": ("03_describe", *REPORT),
}
PRODUCTS = ("figures", "notebooks", "processed", "report", "tables", "index.html")
THREADS = "buoc"  # the first letters of the names of threads that run steps
WORKING = ".dang-chay-"  # folders of a run that is under way
HALF = ".do-dang"  # finished steps of a run that failed


class RunError(ValueError):
    """A run that cannot start or did not end; the message says which notebook, which cell and why."""

"""Which notebook makes which table of the outputs."""

MADE = {
    "01_ingest": ("columns", "reading"),
    "02_clean": ("case_flow", "cleaning_log", "collection", "convergence", "decisions", "design_effect", "early_late",
                 "nonresponse_bias", "quality", "response", "response_by", "sampling", "units", "weighting_notes",
                 "weights"),
    "03_describe": ("banners", "compared", "contrasts", "crosstabs", "differences", "distributions", "estimates",
                    "frequencies", "intervals", "means", "nonresponse", "numbers", "on_scale", "ranking", "ranks",
                    "ratios", "residuals", "scales", "sensitivity", "sums", "three_way", "weight_effect"),
    "04_infer": ("batteries", "correlations", "factor_adequacy", "factor_correlations", "factor_eigenvalues",
                 "factor_loadings", "families", "pairs", "polychoric", "regression_factors", "regression_fit",
                 "regressions", "reliability", "tests", "classical_tests", "classical_pairs", "pca_eigenvalues",
                 "pca_loadings"),
    "05_cluster": ("agreement", "open_answers", "open_coding", "open_crosstabs", "open_notes", "open_pairs",
                   "open_phrases", "open_shares", "open_summaries", "open_tests", "open_tones", "quotes"),
    "06_export": ("claims",),
}  # fmt: skip
_OF = {table: notebook for notebook, tables in MADE.items() for table in tables}


def notebook_of(table):
    """The notebook that saves a table: "03_describe"; "" for a table that no step makes."""
    return _OF.get(table, "")

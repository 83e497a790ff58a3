"""The trial before the survey opens: simulated people answer the real form, the whole pipeline runs on what was stored,
and an acceptance record says what came of it (``acceptance.rehearse``). ``respondent`` is one person over HTTP.
"""

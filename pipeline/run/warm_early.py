"""The same where all notebooks run: the first is forked as soon as what it needs is there, the rest loads meanwhile."""

from pipeline.run.loading import FIRST, NEXT, load, load_between

load(FIRST)
load_between(NEXT)

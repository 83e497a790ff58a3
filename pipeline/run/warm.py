"""What every kernel needs, imported once: this is the process that kernels are forked from."""

from pipeline.run.loading import FIRST, NEXT, load

load((*FIRST, *NEXT))

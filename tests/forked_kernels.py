"""A plugin for nbval's pytest: its kernels are forked from one warm process, as those of a run."""

from pipeline.run import NOTEBOOKS, kernel, preload

preload.warm_up_for({*NOTEBOOKS})  # the first is forked while the rest still loads
kernel.manager_class({}, "")  # makes forking the way in which any kernel of this process starts

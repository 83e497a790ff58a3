"""A plugin for nbval's pytest: its kernels are forked from one warm process, as those of a run."""

from pipeline.run import kernel, preload

preload.warm_up()
kernel.manager_class({}, "")  # makes forking the way in which any kernel of this process starts

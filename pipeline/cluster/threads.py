"""One thread: sums of several threads differ in the last digits, and then so may groups and codes."""

from functools import cache

import scipy.linalg  # noqa: F401 – with its library, as sklearn's, before they are looked for
import sklearn.cluster  # noqa: F401
from threadpoolctl import ThreadpoolController


def one_thread():
    """A context in which the libraries behind numpy, scipy and sklearn add up with one thread."""
    return _libraries().limit(limits=1)


@cache
def _libraries():
    """They are found among all that a process has loaded, which takes as long as a small question's groups."""
    return ThreadpoolController()

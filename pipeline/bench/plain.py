"""The bare computation: ``python -m pipeline.bench.plain OUT [SURVEY [RAW]]`` runs the notebooks' code cells in order.

One process that imports everything once; a namespace a notebook; no kernels, no pages, nothing kept of what is shown.
"""

import json
import os
import sys

from pipeline.run import FOLDER, NOTEBOOKS


def main(out, survey="", raw=""):
    """Runs every cell; the results are in ``out`` as after a run."""
    os.environ["PIPELINE_OUT"] = out
    for name in NOTEBOOKS:
        cells(name, {"survey": survey, "raw": raw} if raw else {"survey": survey})


def cells(name, parameters):
    """Runs the code cells of one notebook; of ``parameters`` those count that it has."""
    book, space = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")), {"__name__": "__main__"}
    for number, cell in enumerate(cell for cell in book["cells"] if cell["cell_type"] == "code"):
        exec(compile("".join(cell["source"]), f"{name} [{number}]", "exec"), space)
        if "parameters" in cell["metadata"].get("tags", []):
            space |= {key: value for key, value in parameters.items() if key in space}


if __name__ == "__main__":
    main(*sys.argv[1:])

"""How full printed pages are: from the upper edge of the text to the last ink that is no mark, in percent."""

import subprocess

import numpy as np
from PIL import Image

DPI, MARGIN = 36, 20 / 25.4  # points of a picture, inches above and below the text
INK = 150  # darker than the watermark


def pages(path, folder):
    """Of every page of a PDF how full it is, in percent."""
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", path, folder / "page"], check=True)
    return [_filled(np.array(Image.open(page))) for page in sorted(folder.glob("page-*.pgm"))]


def _filled(picture):
    edge = int(MARGIN * DPI)
    lines = np.flatnonzero((picture[edge : len(picture) - edge] < INK).any(axis=1))
    return 100 * (lines.max() + 1) / (len(picture) - 2 * edge) if len(lines) else 0.0

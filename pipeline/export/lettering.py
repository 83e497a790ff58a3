"""The letters of the charts, put into the page: on a phone that lacks the font no word grows wider than its place."""

import base64
import io
import re
from html import unescape
from pathlib import Path

import matplotlib
from markupsafe import Markup

from pipeline.charts.vector import FONT

FOLDER = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
CUTS = {  # (bold, slanted) → file, and how CSS calls it
    (False, False): ("DejaVuSans.ttf", "400", "normal"),
    (True, False): ("DejaVuSans-Bold.ttf", "700", "normal"),
    (False, True): ("DejaVuSans-Oblique.ttf", "400", "italic"),
    (True, True): ("DejaVuSans-BoldOblique.ttf", "700", "italic"),
}
WORDS = re.compile(r"<text style=\"([^\"]*)\"[^>]*>([^<]*)")


def faces(pictures):
    """CSS with the letters that these charts use and no others, in every cut they use; nothing for no chart."""
    letters = {}
    for style, words in (found for picture in pictures for found in WORDS.findall(picture)):
        cut = bool(re.search("font-weight: (bold|[67]00)", style)), "italic" in style or "oblique" in style
        letters.setdefault(cut, set()).update(unescape(words))
    return Markup("").join(_face(*CUTS[cut], sorted(used)) for cut, used in sorted(letters.items()))


def _face(file, weight, style, letters):
    from fontTools import subset

    options = subset.Options(flavor="woff", hinting=False, layout_features=[], name_IDs=[], notdef_outline=True)
    options.drop_tables += ["FFTM"]
    picked, content = subset.Subsetter(options), io.BytesIO()
    picked.populate(text="".join(letters))
    with subset.load_font(FOLDER / file, options) as font:
        picked.subset(font)
        subset.save_font(font, content, options)
    data = base64.b64encode(content.getvalue()).decode()
    return Markup(
        f'@font-face {{ font-family: "{FONT}"; font-weight: {weight}; font-style: {style};'
        f" src: url(data:font/woff;base64,{data}); }}\n"
    )

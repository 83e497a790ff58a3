"""Labels and hints as XLSForm writes them – Markdown and ``${name}`` – made into HTML that holds no other markup."""

import re
from functools import lru_cache

from markupsafe import Markup, escape

PIPE = re.compile(r"\$\{\s*([^}]+?)\s*\}")
HELD = "\x02%d\x03"  # stands for a piece of HTML or a ${name} while the text around it is read
LINK = re.compile(r"\[([^\[\]\n]+)\]\(((?:https?://|mailto:)[^\s()\x02]+(?:\([^\s()\x02]*\)[^\s()\x02]*)*)\)")
# a mark opens before a word and closes after one, so that "dấu * là" and "5 * 3" stay as they are
STRONG = re.compile(
    r"(?<![\w*])\*\*(?![\s*)\].,;:!?])(.+?)(?<![\s(\[])\*\*(?![\w*])|(?<!\w)__(?!\s)(.+?)(?<!\s)__(?!\w)"
)
ITALIC = re.compile(
    r"(?<![\w*])\*(?![\s*)\].,;:!?])(.+?)(?<![\s*(\[])\*(?![\w*])|(?<!\w)_(?![\s_])(.+?)(?<![\s_])_(?!\w)"
)
HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
HIGHEST = 2  # headings inside a question stand below the page's own


def filled(text, say):
    """A label as HTML, with what ``say`` says of each ``${name}``, shown as text whatever it holds."""
    pieces = _pieces(text)
    if len(pieces) == 1:
        return pieces[0]
    return Markup("").join(say(piece) if place % 2 else piece for place, piece in enumerate(pieces))


@lru_cache(maxsize=4096)
def names(text):
    """The names that a label mentions as ``${name}``."""
    return tuple(PIPE.findall(text))


@lru_cache(maxsize=4096)
def _pieces(text):
    """HTML and names in turn; HTML comes first and last."""
    held = []
    html = PIPE.sub(lambda found: _hold(held, found[1]), str(escape(re.sub(r"[\x02\x03]", "", text.strip()))))
    html = LINK.sub(lambda found: _link(held, *found.groups()), html)
    html = STRONG.sub(lambda found: f"<strong>{found[1] or found[2]}</strong>", html)
    html = ITALIC.sub(lambda found: f"<em>{found[1] or found[2]}</em>", html)
    html = HEADING.sub(lambda found: _heading(*found.groups()), html)
    html = re.sub(r"\r?\n", "<br> ", html)
    parts = re.split(r"\x02(\d+)\x03", html)
    return _joined([held[int(part)] if place % 2 else Markup(part) for place, part in enumerate(parts)])


def _hold(held, piece):
    held.append(piece)
    return HELD % (len(held) - 1)


def _link(held, words, address):
    opening = _hold(held, Markup(f'<a href="{address}" target="_blank" rel="noopener">'))  # escaped before, as all else
    return f"{opening}{words}{_hold(held, Markup('</a>'))}"


def _heading(marks, words):
    return f'<strong role="heading" aria-level="{min(6, HIGHEST + len(marks))}">{words}</strong>'


def _joined(parts):
    """Neighbouring pieces of HTML as one."""
    joined = [Markup("")]
    for part in parts:
        if isinstance(part, Markup):
            joined[-1] += part
        else:
            joined += [part, Markup("")]
    return tuple(joined)

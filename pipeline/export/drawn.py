"""Charts as PNG pictures, for programs that show no SVG."""

from pipeline.export import lettering

SHARP = 200.0  # points an inch of paper


def pictures(figures):
    """Name → PNG of every figure, drawn from its own SVG with the letters shipped; the same bytes on every machine."""
    figures = list(figures)
    if not figures:
        return {}
    from typst import Compiler, Fonts

    pages = [
        f'#page(width: {one.width}pt, height: {one.height}pt, margin: 0pt, image("{at}.svg", width: 100%))'
        for at, one in enumerate(figures)
    ]
    files = {"main.typ": "\n".join(pages).encode()}
    files |= {f"{at}.svg": one.svg.encode() for at, one in enumerate(figures)}
    fonts = Fonts(include_system_fonts=False, font_paths=[lettering.FOLDER])
    made = Compiler(files, font_paths=fonts, ignore_system_fonts=True).compile(format="png", ppi=SHARP)
    made = made if isinstance(made, list) else [made]
    return {one.name: png for one, png in zip(figures, made, strict=True)}

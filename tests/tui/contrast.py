"""How well text is seen on its ground: the contrast of WCAG 2, of every piece of text that is painted."""

LEAST = 4.5  # level AA for ordinary text
_LINES = frozenset("╭╮╰╯│─▔▁▏▕┃━▀▄█▌▐▆▇▅▃▂▊▎ ·")


def ratio(ink, ground):
    """The contrast of two Rich colours with true values."""
    lights = sorted((_luminance(ink), _luminance(ground)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour):
    parts = [part / 255 for part in colour.get_truecolor()]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def badly_seen(app):
    """Every piece of text on the screen whose contrast is less than 4.5, with its colours."""
    found = {}
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            style, text = segment.style, segment.text.strip()
            if not set(text) - _LINES or style is None or style.color is None or style.bgcolor is None:
                continue
            if style.color.is_default or style.bgcolor.is_default:
                continue
            seen = ratio(style.color, style.bgcolor)
            if seen < LEAST or style.dim:
                found[text] = (style.color.name, style.bgcolor.name, round(seen, 2))
    return found

"""A few shapes of SVG, as text: readable by day and by night, told to those who cannot see it, nothing from outside."""

from html import escape

SERIES = ("one", "two")
STYLE = """
  .ground { fill: #ffffff } text { fill: #1f2328; font: 13px system-ui, sans-serif }
  .small { font-size: 12px; fill: #57606a } .heading { font-size: 15px; font-weight: 600 }
  line { stroke: #8c959f; stroke-width: 1 } .faint { stroke: #d8dee4 } .nought { stroke: #57606a; stroke-width: 1.5 }
  .one { fill: #0b57a4; stroke: #0b57a4 } .two { fill: #a33a00; stroke: #a33a00 }
  line.one, line.two { stroke-width: 2 } .inside { fill: #ffffff; font-weight: 600; font-size: 11px }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } text { fill: #e6edf3 } .small { fill: #9da7b1 }
    line { stroke: #6e7681 } .faint { stroke: #2b3138 } .nought { stroke: #9da7b1 }
    .one { fill: #79b8ff; stroke: #79b8ff } .two { fill: #ffab70; stroke: #ffab70 } .inside { fill: #0d1117 }
  }
"""


class Drawing:
    """Shapes on a ground of so many pixels; `str` gives the whole document."""

    def __init__(self, width: int, height: int, *, title: str, told: str) -> None:
        self.width, self.height, self.title, self.told = width, height, title, told
        self.shapes: list[str] = []

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str = "") -> None:
        """A straight line."""
        self.shapes.append(f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>')

    def dot(self, x: float, y: float, kind: str, radius: float = 5) -> None:
        """A round dot; the second series is a square, so that colour is not all that tells them apart."""
        if kind == SERIES[1]:
            side = 2 * radius - 1
            corner = f'x="{x - side / 2:.1f}" y="{y - side / 2:.1f}"'
            self.shapes.append(f'<rect class="{kind}" {corner} width="{side:.1f}" height="{side:.1f}"/>')
        else:
            self.shapes.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>')

    def text(self, x: float, y: float, words: str, *, kind: str = "", anchor: str = "start") -> None:
        """Words that begin, end or have their middle here."""
        place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
        self.shapes.append(f'<text class="{kind}" {place}>{escape(words)}</text>')

    def __str__(self) -> str:
        size = f'width="{self.width}" height="{self.height}" viewBox="0 0 {self.width} {self.height}"'
        return "\n".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title told">',
                f'<title id="title">{escape(self.title)}</title>',
                f'<desc id="told">{escape(self.told)}</desc>',
                f"<style>{STYLE}</style>",
                f'<rect class="ground" width="{self.width}" height="{self.height}"/>',
                *self.shapes,
                "</svg>\n",
            )
        )


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers between the two, nought among them where it lies between."""
    step = 10.0**-6
    while (high - low) / step > most:
        step *= 2.5 if f"{step:e}".startswith("2") else 2
    return [number * step for number in range(-int(-low // step), int(high // step) + 1)]

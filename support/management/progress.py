"""A progress bar for long work in a terminal. Elsewhere (a pipe, a log) it stays silent."""

from typing import TextIO

WIDTH = 30


class Bar:
    """Draws itself over one line of `stream`; `clear` makes room for other lines, the next `show` draws it again."""

    def __init__(self, stream: TextIO, total: int) -> None:
        self.stream, self.total = stream, max(total, 1)
        self.drawn = stream.isatty()

    def show(self, done: int, beside: str) -> None:
        if not self.drawn:
            return
        share = min(done / self.total, 1.0)
        full = round(share * WIDTH)
        self._write(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {share:4.0%}  {beside}\x1b[K")

    def clear(self) -> None:
        if self.drawn:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()

"""Words that suggest danger: what is looked for in what members write. Pure Python; no text is kept or sent anywhere.

The lists stand in `matching/data/danger/`, a file for each language; docs/safety.md says how well they find and what
follows. A text is read with all lists, because people write in the language that the pain is in.
"""

from matching.danger.reading import DANGEROUS, signs_in
from matching.danger.signs import Sign

__all__ = ["DANGEROUS", "Sign", "signs_in"]

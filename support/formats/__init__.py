"""How each language writes days and times. The clock has 24 hours everywhere, as in the week grid.

Pages name a format (`DATE_FORMAT`), never its letters; what is not named here is as Django has it.
"""

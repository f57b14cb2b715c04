"""What is kept about somebody, who looked at it, a copy of it, and how it goes.

Exporting and erasing call all three packages, each for its own rows (`own_data`), erasing from the top down in one
transaction. `kept` is the one table of what is kept, why and for how long: the pages read it, and a test holds it
against the models.
"""

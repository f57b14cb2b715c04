"""What follows where words suggest danger: a case at the top of the queue, a call, and help on the writer's next page.

The signs stand on the rows that hold the words (`matching.signs`). Nothing here blocks, holds or takes back anything.
"""

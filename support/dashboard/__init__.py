"""The moderators' pages: what waits, who is here, how the search goes."""

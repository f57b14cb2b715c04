"""PostgreSQL as Django speaks to it, but for one question less (`base`)."""

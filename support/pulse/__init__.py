"""How a community is doing, in figures about many: told once, coarse, and never about few (docs/pulse.md).

`coarse` says what may be told, `times` of which weeks, `measures` what is counted. `publishing` counts each time once,
when it is over, and writes that down; every page and every file shows only what is written there (`reading`, `charts`).
`calls` asks for helpers where these figures say that they are missing.
"""

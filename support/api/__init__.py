"""Programs: the same nouns as the pages, the same domain calls, the same privacy (docs/api.md).

A module a noun, with its shapes (what is taken and given) and its views. What all have in common:
`view` (one address), `operation` (one method of it, and how it is described), `signing_in`, `problems`, `paging`,
`reading` (bodies), `marks` (ETags), `once` (asked twice, done once), `limits`, `shapes`.
"""

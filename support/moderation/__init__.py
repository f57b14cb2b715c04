"""What moderators decide, one noun a module.

Every decision is one transaction: may this moderator decide it (`support.policies`), one call into the domain, and a
`Decision` that says who did what and why.
"""

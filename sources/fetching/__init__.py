"""Fetching a page that somebody names, without letting them reach anything but the public web.

Whoever may type an address could otherwise have us read what only our own machine can see: the
database, another service of the house, a cloud's key store (server-side request forgery, CWE-918). So
every name is resolved by us, every address of it is checked against one explicit list, and the address
that was checked is the one we connect to; at every redirect anew. The list is spelled out because
`ipaddress.is_global` lets NAT64, 6to4 and multicast pass.

`pages` has the way in and `posting` the way out, for what others asked to be told; `addresses` says whom we may
talk to, `connections` holds to it, and `refusals` puts into words what went wrong.
"""

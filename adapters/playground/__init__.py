"""The playground: a chat in the browser, on loopback only, in which the whole journey can be lived through.

An adapter like any other: `inbound` (what was posted becomes a command), `render` (a view becomes HTML),
`messenger` and `directory` (the core's outbound ports). `chatlog` is what a chat platform would store.
"""

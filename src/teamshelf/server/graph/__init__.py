"""Microsoft Graph's REST API for app catalogues and installations, so that clients made for Graph work unchanged.

`v1.0` and `beta` are answered by the same handlers (:mod:`teamshelf.server.graph.routes`). What each answers is in
`docs/shelf/graph.md`.
"""

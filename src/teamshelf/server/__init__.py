"""The shelf over HTTP: Graph's REST API, our own, the pages, and what stands between them and the world."""

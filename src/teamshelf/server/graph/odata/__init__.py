"""OData's query options, as far as Microsoft Graph offers them: parsed, bound to what a resource has, and evaluated.

A parser of our own: odata-query, the library there is, reads `$filter` only, asks for SQLAlchemy older than ours and an
abandoned parser generator, sets no bounds to what it reads, and names a fault without its place.
Sentences here are English only, as all of Graph's are: clients search them for words.
"""

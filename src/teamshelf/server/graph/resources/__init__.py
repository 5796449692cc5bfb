"""Graph's resources, made from the shelf's rows: what each is called, what it has, and what of it is shown."""

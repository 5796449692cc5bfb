"""Looking after a shelf: bringing its database up to date, copying it, and proving that nothing of it is lost."""

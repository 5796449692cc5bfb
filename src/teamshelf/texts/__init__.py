"""What strangers wrote, made fit to stand in a page of ours: texts, addresses, and descriptions as markup."""

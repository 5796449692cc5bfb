"""Who uses the shelf: accounts and their roles, passwords, tokens, and the browsers that stay signed in."""

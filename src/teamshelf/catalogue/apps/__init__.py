"""Apps: who owns one, what is shown of it, who sees it, and how it is found."""

"""The steps themselves, one file each, named after their number."""

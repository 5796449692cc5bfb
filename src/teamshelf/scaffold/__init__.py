"""Starting an app: a manifest, icons and language files that check clean from the first minute."""

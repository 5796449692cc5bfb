"""What changes between versions: of the manifest format, and of an app."""

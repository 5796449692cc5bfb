"""Office add-ins in the unified manifest: everything below the `extensions` property."""

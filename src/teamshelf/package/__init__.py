"""What an app is read from - a package, a folder, a lone manifest - with every byte of it taken as hostile."""

"""The developer portal: from a package to its report, its review, and what people will be asked."""

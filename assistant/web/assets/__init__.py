"""The assets that a browser loads besides pages: scripts, stylesheets, the municipality's theme."""

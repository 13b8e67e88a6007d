"""What a browser is given besides pages: scripts and stylesheets, and a municipality's own colours."""

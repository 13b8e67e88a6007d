"""The picture of a flow: its contents, its layout, and its drawing as SVG, Mermaid or text."""

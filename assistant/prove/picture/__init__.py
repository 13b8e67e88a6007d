"""The picture of a flow: what stands on it, where, and how it is drawn, as SVG, Mermaid or plain words."""

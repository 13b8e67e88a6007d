"""From nodes to the model: one module for each section of a flow file."""

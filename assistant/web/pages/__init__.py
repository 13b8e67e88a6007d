"""The pages that need no JavaScript: the guide, the inbox, and what stands around them."""

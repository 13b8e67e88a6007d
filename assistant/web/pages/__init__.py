"""The pages, which work without JavaScript: the guide, the inbox, and the pages around them."""

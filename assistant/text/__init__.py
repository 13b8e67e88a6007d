"""Words in the reader's language: a flow's texts, the interface's own, and dates, times and lists."""

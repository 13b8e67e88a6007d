"""Translation: a flow's texts, the interface's words, and formats of dates, times and lists."""

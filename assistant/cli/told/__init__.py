"""What a command tells: words or JSON, help, the stories of findings."""

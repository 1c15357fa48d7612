"""From a feed's bytes to entries, with feedparser; in a process of its own (`worker`)."""

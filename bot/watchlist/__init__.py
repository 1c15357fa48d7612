"""What a person writes: `feeds.yaml` and the language of its watch rules."""

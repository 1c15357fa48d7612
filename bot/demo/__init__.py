"""A stage for trying Vigie without the world: sample outlets, and a stand-in for Telegram.

Imported only by the `demo` command and by the tests; nothing here runs in production.
"""

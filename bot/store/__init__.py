"""The database: tables, transactions, and one module per noun.

Every function takes the transaction it works in and speaks in values of `bot.model`; rows never
leave the room. SQLite today, with one writer; nothing outside knows.
"""

"""Telegram, from the pace of requests to what people press.

dispatcher  whose turn it is (pure)
sender      one post, one request, one receipt; whether an uncertain one arrived
outcomes    what every error means (pure)
updates     what comes back: presses of buttons, posts of others

Only `client`, `sender`, `access`, `probe` and `updates` touch the network.
"""

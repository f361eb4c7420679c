# expect: RIGHT
"""Starts an event loop, which needs sockets of its own."""


def attack():
    asyncio = attempt(__import__, "asyncio")

    async def call():
        await asyncio.open_connection("127.0.0.1", int("__TCP__"))
        got("connected")

    if asyncio:
        attempt(asyncio.run, call())

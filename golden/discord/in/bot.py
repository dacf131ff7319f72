"""Answers to !tide."""
import os

import discord


class Tide(discord.Client):
    async def on_message(self, message: discord.Message) -> None:
        if message.content == "!tide":
            await message.channel.send("high at noon")


if __name__ == "__main__":
    intents = discord.Intents.default()
    intents.message_content = True
    Tide(intents=intents).run(os.environ["DISCORD_TOKEN"])

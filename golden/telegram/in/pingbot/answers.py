async def ping(update, context) -> None:
    await update.message.reply_text("pong")

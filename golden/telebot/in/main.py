"""Repeats what it is told."""
import os

import telebot

bot = telebot.TeleBot(os.environ["TELEGRAM_TOKEN"])


@bot.message_handler(func=lambda message: True)
def echo(message) -> None:
    bot.reply_to(message, message.text)


bot.infinity_polling()

import os

from telegram.ext import Application, CommandHandler

from pingbot.answers import ping


def main() -> None:
    application = Application.builder().token(os.environ["TELEGRAM_TOKEN"]).build()
    application.add_handler(CommandHandler("ping", ping))
    application.run_polling()


if __name__ == "__main__":
    main()

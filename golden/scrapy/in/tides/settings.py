BOT_NAME = "tides"
SPIDER_MODULES = ["tides.spiders"]

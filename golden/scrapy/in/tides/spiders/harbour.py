import scrapy


class HarbourSpider(scrapy.Spider):
    name = "harbour"
    start_urls = ["https://tides.example/harbour"]

    def parse(self, response):
        for row in response.css("tr"):
            yield {"time": row.css("td::text").get()}

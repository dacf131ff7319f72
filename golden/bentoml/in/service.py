"""Shortens texts."""
import bentoml


@bentoml.service
class Splitter:
    def words(self, text: str) -> list[str]:
        return text.split()


@bentoml.service(resources={"cpu": "1"})
class Shortener:
    splitter = bentoml.depends(Splitter)

    @bentoml.api
    def shorten(self, text: str, words: int = 3) -> str:
        return " ".join(self.splitter.words(text)[:words])

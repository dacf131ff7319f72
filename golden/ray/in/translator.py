"""Translates one word."""
from ray import serve
from starlette.requests import Request


@serve.deployment
class Dictionary:
    def look_up(self, word: str) -> str:
        return {"house": "Haus"}.get(word, word)


@serve.deployment(num_replicas=1)
class Translator:
    def __init__(self, dictionary) -> None:
        self.dictionary = dictionary

    async def __call__(self, request: Request) -> str:
        return await self.dictionary.look_up.remote(request.query_params["word"])


dictionary = Dictionary.bind()
app = Translator.bind(dictionary)

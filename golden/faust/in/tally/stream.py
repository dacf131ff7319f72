"""Tallies votes."""
import os

import faust

app = faust.App("tally", broker=os.environ["KAFKA_BROKER"])
votes = app.topic("votes", value_type=str)


@app.agent(votes)
async def count(stream):
    async for vote in stream:
        print(vote, flush=True)

from gauges.loop import run

run()

"""Tells a model the time of a place."""
from datetime import datetime
from zoneinfo import ZoneInfo

from fastmcp import FastMCP

mcp = FastMCP("clock")


@mcp.tool
def now(zone: str) -> str:
    return datetime.now(ZoneInfo(zone)).isoformat(timespec="minutes")


if __name__ == "__main__":
    mcp.run(transport="http")

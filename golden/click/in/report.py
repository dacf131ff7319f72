"""Writes a report of the week."""
import click


@click.command()
@click.option("--week", default=1, envvar="WEEK")
def report(week: int) -> None:
    click.echo(f"report of week {week}")


if __name__ == "__main__":
    report()

import typer

app = typer.Typer()


@app.command()
def close(month: int = 1) -> None:
    """Closes the books of a month."""
    typer.echo(f"closed month {month}")

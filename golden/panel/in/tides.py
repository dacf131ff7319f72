"""Shows the height of the tide."""
import panel as pn

pn.extension()

hour = pn.widgets.IntSlider(name="Hour", start=0, end=23)


def height(hour: int) -> str:
    return f"{abs(12 - hour) / 4:.1f} m"


pn.Column("# Tides", hour, pn.bind(height, hour)).servable()

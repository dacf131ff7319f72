"""The table that two pages show."""
import streamlit as st


@st.cache_data
def rows(stock: dict[str, int]) -> list[dict]:
    return [{"what": what, "left": left} for what, left in stock.items()]


def show(stock: dict[str, int]) -> None:
    st.table(rows(stock))

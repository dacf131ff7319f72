"""A page of the menu: Streamlit finds it by its directory."""
import streamlit as st

from stock.table import show

st.title("Ordered")
show({"rakes": 40})

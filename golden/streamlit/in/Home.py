"""What is in stock in the garden shop."""
import streamlit as st

from stock.table import show

st.set_page_config(page_title="Garden shop", layout="wide")
st.title("In stock")
show({"rakes": 12, "seeds": 240})

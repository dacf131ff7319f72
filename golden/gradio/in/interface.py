"""The page, apart from the program that serves it."""
import gradio as gr


def count(text: str) -> int:
    return len(text.split())


with gr.Blocks(title="Words") as demo:
    text = gr.Textbox(label="Text")
    words = gr.Number(label="Words")
    text.change(count, text, words)

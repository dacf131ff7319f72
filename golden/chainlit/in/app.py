"""Says back what it is told."""
import chainlit as cl


@cl.on_message
async def answer(message: cl.Message) -> None:
    await cl.Message(content=f"You said: {message.content}").send()

from dash import html

from app import app, server

app.layout = html.Div([html.H1("Mill"), html.P("Flour, in sacks")])

if __name__ == "__main__":
    app.run(debug=True)

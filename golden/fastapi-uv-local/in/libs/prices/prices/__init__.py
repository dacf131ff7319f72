SOURCE = "prices"

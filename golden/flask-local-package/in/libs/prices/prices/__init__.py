NAME = "price list"

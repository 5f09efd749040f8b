"""Forms out: a city's forms filled from frames, as workbooks that print as they stand and as CSV.

What is written is headed and worded as the city's forms say, so that the same forms read it again: dates as dates,
amounts as numbers, ID numbers as text, closed words in Chinese, unknown as an empty cell.
"""

"""One module per number: `is_valid(digits)`, and `complete(body)` where a check digit can be computed.

Two optional names change how a module is asked. `AS_WRITTEN = True`: the value comes with its separators.
`is_placeholder(digits)`: the value is right in form but public or made up (test card numbers, example domains).
"""

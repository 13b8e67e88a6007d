"""All conversations of a flow at once, as sets over what their answers make true. Pure, like the dialog."""

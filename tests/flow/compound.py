"""Conditions of every shape."""

from __future__ import annotations

from hypothesis import strategies as st

from assistant.flow.model.expression import And, Expression, Not, Or


def compound(leaves: st.SearchStrategy[Expression], most: int) -> st.SearchStrategy[Expression]:
    """Return conditions put together of `leaves`, of about `most` of them at the most."""
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, min_size=2, max_size=3).map(lambda items: And(tuple(items))),
            st.lists(inner, min_size=2, max_size=3).map(lambda items: Or(tuple(items))),
        ),
        max_leaves=most,
    )

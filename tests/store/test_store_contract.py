"""Every store keeps to the contract."""

from tests.store.contract import Contract
from tests.store.contract_sending import SendingContract


class TestEveryStore(Contract):
    """Runs the contract in each house."""


class TestEverySending(SendingContract):
    """Runs the part about handing over in each house."""

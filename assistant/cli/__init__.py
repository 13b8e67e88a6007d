"""The command line: one module per command, imported only when that command is run.

Start-up time is part of the product: this module imports click and the standard library only, and
`assistant --help` imports no command. Hence each command's first sentence is repeated here; a test
compares them. A command is a module or package of its own name with a click command in `command`.
"""

from __future__ import annotations

import importlib

import click

from assistant import __version__
from assistant.cli.output import example_epilog, print_failure
from assistant.errors import AssistantError, SettingsError

COMMANDS = {
    "serve": "Serve the guide, its API and the family team's inbox.",
    "check": "Find what is wrong in FLOW, or in every flow.",
    "prove": "Prove the guarantees of FLOW, or of every flow, over every conversation.",
    "test": "Play the scripted conversations of FLOW, or of every flow.",
    "cover": "Report how much of FLOW, or of every flow, its scripted conversations cover.",
    "why": "Explain why a conversation with these answers reaches STEP.",
    "suggest": "Write a scripted conversation for each hole in the coverage of FLOW.",
    "play": "Hold the conversation of FLOW in the terminal.",
    "run": "Play FLOW with the answers in a file and print the outcome as JSON.",
    "graph": "Draw FLOW: its sections, its steps, and the condition on each arrow.",
    "signoff": "Put every text of FLOW on one page, to be read and signed off.",
    "i18n": "Collect texts for translators, and report what each language lacks.",
    "diff": "Show who is affected by the change from OLD to NEW, and how.",
    "explain": "Explain the finding CODE and how to fix it.",
    "new": "Create a small working flow with a test.",
    "record": "Describe the record that a receiving system gets.",
    "doctor": "Check this installation and say how to fix what is wrong.",
}


class LazyGroup(click.Group):
    """A click group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands, in the order that help shows them in."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, or None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"assistant.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands from the table above, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; with `--json`, a failure is printed as a JSON document too."""
        try:
            return self._invoke_translating_errors(ctx)
        except click.ClickException as failure:
            if failure.exit_code == click.ClickException.exit_code:  # wrong use has exit status 2
                print_failure(ctx, failure.message)
            raise

    def _invoke_translating_errors(self, ctx: click.Context) -> object:
        """Run the command and turn errors that a user can fix into one message without a traceback."""
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            raise click.UsageError(str(error)) from error
        except AssistantError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if error.filename is None:
                raise  # no file that the user named: a bug, so the traceback is wanted
            raise click.UsageError(f"{error.filename}: {error.strerror}.") from error


@click.group(
    "assistant",
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=example_epilog("assistant check concern"),
)
@click.version_option(__version__, prog_name="assistant", message="%(prog)s %(version)s")
def main() -> None:
    """Guide professionals who are worried about a child, and write what the guide says.

    FLOW is a flow's folder, a file in it, or its id under flows/. Exit status: 0 good, 1 findings or
    failures, 2 wrong use.
    """

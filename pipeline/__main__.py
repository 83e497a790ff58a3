"""The command line: python -m pipeline …"""

import os
import signal

if __name__ == "__main__":  # Ctrl+C while modules load: nothing is half done yet
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))

import click

from pipeline import git_filter, terminal
from pipeline.commands import bench, check, coding, export, form, questionnaire, run
from pipeline.paths import ROOT

COMMANDS = (run.run, check.check_report, questionnaire.questionnaire, run.simulate, run.rehearse, questionnaire.draft,
            run.lab, form.form, form.codes, export.export, coding.code, bench.bench)  # fmt: skip

cli = click.Group(
    "pipeline",
    {command.name: command for command in COMMANDS},
    help="Điều tra dư luận xã hội: từ phiếu hỏi đến báo cáo.",
)
terminal.in_vietnamese(cli)


def main():
    """Runs a command and ends the program, whatever happens, with words in Vietnamese."""
    git_filter.set_up(ROOT)
    terminal.leave(lambda: cli.main(prog_name=terminal.again(), standalone_mode=False))


if __name__ == "__main__":
    main()

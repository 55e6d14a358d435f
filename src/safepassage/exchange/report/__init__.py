"""The report: one self-contained page that says what a plan achieves, for the team that coordinates it."""

from safepassage.exchange.report.write import write_report

__all__ = ["write_report"]

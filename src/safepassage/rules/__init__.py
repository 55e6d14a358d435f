"""What a plan must obey: RULES and check(operation, plan); one rule, one file, one source."""

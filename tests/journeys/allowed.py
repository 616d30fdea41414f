"""What axe may leave undecided, each with the reason why a person decided it."""

# (rule, axe's own reason) → why that is fine
UNDECIDED: dict[tuple[str, str], str] = {}

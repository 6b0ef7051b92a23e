"""The history checker: many writers, many clients, everything breaks, and nothing may be lost."""

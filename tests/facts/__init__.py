"""Facts that nobody in this project wrote, from ../shared/data beside the checkout."""

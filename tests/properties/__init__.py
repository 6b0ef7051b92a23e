"""Properties of the merge, held by hypothesis against the model in tests/model."""

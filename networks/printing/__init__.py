"""Networks on paper: typst templates and what they are filled with."""

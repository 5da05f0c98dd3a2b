"""Documents on paper: what one says, as plain values, and how it is set as PDF/UA-1."""

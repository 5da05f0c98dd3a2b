"""Human-rights bodies: what each asks of a submission, as dated data; and the pack of evidence that is handed in."""

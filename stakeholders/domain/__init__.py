"""Calendar maths of report schedules: pure Python."""

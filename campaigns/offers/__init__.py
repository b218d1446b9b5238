"""What desks offer: checked, scored and weighed; imports models and scheduling."""

"""A sentence, a form or the API → a draft → a campaign."""

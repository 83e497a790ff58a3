"""A survey described once – questionnaire and survey.yaml – from the collection form to the printed report."""

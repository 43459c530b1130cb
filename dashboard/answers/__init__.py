"""What a question is and what it shows: page, export and API ask here, and none of them the other."""

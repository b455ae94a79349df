"""Who gets in to the programme and what they may do there: invitations, roles, closing."""

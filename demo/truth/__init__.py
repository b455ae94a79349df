"""What a perfect observer would say of every criterion, counted from what happened and never by the measure engine."""

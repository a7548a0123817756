"""What a person asks for: a run is started, cancelled or continued."""

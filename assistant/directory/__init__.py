"""The municipality: whom to call right now, its working days, and its deadlines."""

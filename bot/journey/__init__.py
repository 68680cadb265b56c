"""Steps of the journey that several handlers and nudges share: each changes what is kept and tells who has to know."""

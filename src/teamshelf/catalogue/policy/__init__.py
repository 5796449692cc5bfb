"""What administrators decide: who may use which app, what it is called here, and what people ask them for."""

"""The tests of the desk; one folder for each room of the house."""

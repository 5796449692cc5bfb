"""Where apps can be installed and who is there: people, teams, chats and meetings."""
